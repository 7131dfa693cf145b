// What a place is called, and what became of it, in words. In a history a path
// alone does not say where a secret is: messages have none, and of what has one
// it matters since when, by whom, and whether it is there still:
//
//   ci/build.yml:3:8
//   added 2026-07-01 in 1a2b3c4d5e6f by A <a@b>, removed 2026-07-09 in
//   5e6f1a2b3c4d; 12 versions
//
// Ids are cut to twelve digits, which git takes and which are unique in all but
// the largest repositories; the other formats have them whole. Names that are
// too long to be a person's are cut.
#pragma once

#include <string>

#include "scanner/core/finding.h"

namespace patrol {

// "lib.jar!inner/file:3:8", "commit message of 1a2b3c4d5e6f, line 3",
// "blob 1a2b3c4d5e6f, line 3" if it has no path. Safe to print.
std::string place_text(const Location&);

// As above; empty outside of histories. Safe to print.
std::string history_text(const Provenance&);

// "private/a: permission denied". Safe to print.
std::string unread_text(const Unread&);

// A path for programs that want one for everything: "lib.jar!inner/file", and
// of what is no file ".git/commit-message/<id>", which no checked-out file is
// called. As the bytes are: not safe to print.
std::string path_text(const Location&);

// It is a file, or in one, of the tree that is checked out, as far as the scan
// knows: what a link to a path and a line leads to.
bool is_in_checkout(const Location&);

// The first that is checked out, else the first: what a format shows that has
// room for one.
const Location& primary_location(const Finding&);

}  // namespace patrol
