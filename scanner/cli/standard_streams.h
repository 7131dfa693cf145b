// Standard input, output and error that the caller closed (`patrol scan <&-`).
#pragma once

namespace patrol {

// Takes the place of each of the three that is closed by something that can be
// neither read nor written. Otherwise the next file to be opened would get its
// number: a folder of the tree would be read as standard input, and a warning
// be written into whatever is open as 2. REQUIRES: called before anything is
// opened.
void hold_standard_streams();

}  // namespace patrol
