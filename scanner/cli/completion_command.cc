#include "scanner/cli/completion_command.h"

#include <ostream>

#include "scanner/cli/command_tree.h"
#include "scanner/cli/completion.h"
#include "scanner/cli/manual.h"
#include "scanner/cli/messages.h"

namespace patrol {

int run_completion(const CompletionOptions& options) {
  const auto text = completion(options.shell, command_tree());
  if (!text) {
    return fail("there is no completion for \"" + options.shell +
                "\", but for " + std::string(kShells));
  }
  return print([&](std::ostream& out) { out << *text; });
}

int run_manual(const ManualOptions&) {
  return print([](std::ostream& out) { out << manual(command_tree()); });
}

}  // namespace patrol
