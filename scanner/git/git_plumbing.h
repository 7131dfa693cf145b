// Asks git itself, where patrol cannot read: references in a reftable.
//
// A scanned repository is somebody else's, and its configuration names programs
// that git runs (a pager, fsmonitor, hooks, ssh ...). So git gets an
// environment of our own, in which nothing of the user's and of the machine's
// counts, options that switch such programs off, and only commands that look
// at no file and no contents. It is started without a shell, without a
// terminal, and as the absolute path of a program that does not lie in the
// repository: no folder that is scanned can bring its own git.
#pragma once

#include <string>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/child_process.h"
#include "scanner/git/repository.h"

namespace patrol {

// The standard output of `git ARGUMENTS` on the repository. Error: there is no
// git, it fails (with what it says about it), says too much or takes too long;
// it is ended then. REQUIRES: the arguments are not the user's, nor out of the
// repository, where git could take one for an option.
Result<std::string> run_git(const Repository& repository,
                            const std::vector<std::string>& arguments,
                            const ProgramLimits& limits = ProgramLimits());

// The first `git` in the absolute folders of `path` (the variable PATH) that
// can be run and lies in none of `folders`. "": there is none. REQUIRES:
// `folders` are real paths.
std::string find_git(const std::string& path,
                     const std::vector<std::string>& folders);

}  // namespace patrol
