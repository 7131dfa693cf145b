// A question to whoever sits at the terminal, whatever standard input is: that
// may be the token.
#pragma once

#include <string_view>

#include "scanner/core/result.h"

namespace patrol {

// True: the answer was "yes". False: another, none, or a signal. Error: there
// is no terminal.
Result<bool> confirm(std::string_view question);

}  // namespace patrol
