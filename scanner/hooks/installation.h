// Writes hooks into a folder, and takes them away again. What was there stays:
//
//   pre-commit           ours, from hooks/; it is known by its second line
//   pre-commit.chained   what was there before; ours calls it first
//
// In husky's folder a hook is a list of commands that people edit and commit,
// so there a line is added, and taken out.
//
// Nothing is overwritten, and each file is there whole or not at all.
#pragma once

#include <string>

#include "scanner/core/result.h"
#include "scanner/hooks/hook.h"
#include "scanner/hooks/hook_folder.h"

namespace patrol {

// How the hook finds this program: "patrol", or an absolute path if that is
// not the one that PATH leads to.
std::string name_of_this_program();

struct InstallRequest {
  const Hook& hook;
  const HookFolder& folder;
  std::string program;     // name_of_this_program()
  bool is_global = false;  // chained to the hooks of each repository
};

// What was done, a line for the user. Error: nothing was.
Result<std::string> install_hook(const InstallRequest& request);
Result<std::string> uninstall_hook(const Hook& hook, const HookFolder& folder);

}  // namespace patrol
