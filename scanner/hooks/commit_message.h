// The text of a commit's message, as a hook is given it to check, and git will
// clean it up. With `git commit -v` the whole change stands below it:
//
//   Fix the login
//   # Please enter the commit message ...
//   # ------------------------ >8 ------------------------
//   # Do not modify or remove the line above.
//   diff --git a/config.py b/config.py
//   -password = "..."                      what is taken out here is no leak
//
// What is below that line will not be in the message. Comments above it are
// left in: which lines are comments is a matter of configuration, and there is
// nothing in them that somebody could take for a secret.
#pragma once

#include <string_view>

namespace patrol {

// The part above the line.
std::string_view message_in(std::string_view text);

}  // namespace patrol
