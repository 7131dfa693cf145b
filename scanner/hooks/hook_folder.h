// Where git looks for hooks, and who else keeps them there.
//
//   .git/hooks              unless core.hooksPath names another folder
//   .husky/_                husky's: its own are generated, what one writes is
//                           in .husky/
//   lefthook.yml            lefthook writes all hooks from it, over what is
//                           there
//
// git is asked, with the user's own environment and configuration: that is
// what decides where it will look, includes and all. `patrol hook install` is a
// command in one's own repository, not the scan of somebody else's.
#pragma once

#include <string>

#include "scanner/core/result.h"

namespace patrol {

enum class HookKeeper : std::uint8_t { kGit, kHusky, kLefthook };

struct HookFolder {
  std::string path;  // absolute; need not exist
  HookKeeper keeper = HookKeeper::kGit;
};

// Of the repository around the current folder, or of its linked work tree.
// Error: there is none, or no git.
Result<HookFolder> hook_folder();

// That of all repositories, as core.hooksPath names it in the user's own
// configuration. `make`: if it names none, it names one in the user's folder of
// configuration from now on. Error: it names none; no git, no home.
Result<HookFolder> global_hook_folder(bool make);

}  // namespace patrol
