// Regular expressions as Go reads them, which gitleaks' files hold, for RE2.
//
// Both are by the same author, and nearly the same. What is not: Go also takes
// (?<name>…), as RE2 does in versions newer than those that patrol is built
// with. And Go's see characters where patrol's see bytes, which tells apart
// what is written with other characters than ASCII's, or names a class of them.
#pragma once

#include <string>
#include <string_view>

namespace patrol {

// (?<name>…) as (?P<name>…); all else as it is.
std::string re2_syntax(std::string_view go);

// Is it about characters beyond ASCII: "é", \pL, \x{e9}?
bool is_of_unicode(std::string_view regex);

}  // namespace patrol
