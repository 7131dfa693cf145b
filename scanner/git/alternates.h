// Where a repository's objects are: in its own objects folder, and in those
// that it borrows from, so that a clone on the same disk need not copy them
// (`git clone --shared`, forks on a server, the quarantine of a push).
//
//   objects/info/alternates      GIT_ALTERNATE_OBJECT_DIRECTORIES
//   # a comment                  /srv/a.git/objects:"/srv/\"b\".git/objects"
//   /srv/a.git/objects
//   ../../b.git/objects          relative to the folder `objects`
//
// A folder that is borrowed from may borrow, too. Each is taken once, whatever
// circles they form, and none beyond kDeepestAlternate, as git does it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace patrol {

// An own folder borrows from folders at depth 0, they from ones at depth 1.
inline constexpr int kDeepestAlternate = 5;

// The entries of such a text, unquoted. '\n' separates those of a file, ':'
// those of the environment.
std::vector<std::string> alternates_in(std::string_view text, char separator);

// `own` and all that it borrows from, each an existing folder by its real path,
// `own` first. `more`: paths that it borrows from besides those that its files
// name, absolute. What is not there, or cannot be read, is a line of
// `warnings`: objects may be missing then. REQUIRES: `own` is a real path.
std::vector<std::string> object_folders(const std::string& own,
                                        const std::vector<std::string>& more,
                                        std::vector<std::string>& warnings);

}  // namespace patrol
