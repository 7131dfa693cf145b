// `patrol hook`: as a hook of git, and the writing of hooks.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

// Each returns the exit status; of run_hook() anything but 0 stops git.
int run_hook(const HookRunOptions& options);
int run_hook_install(const HookInstallOptions& options);
int run_hook_uninstall(const HookUninstallOptions& options);

}  // namespace patrol
