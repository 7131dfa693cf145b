#include "scanner/cli/messages.h"

#include <iostream>

#include "scanner/cli/exit_status.h"
#include "scanner/cli/stop.h"
#include "scanner/report/printable.h"

namespace patrol {

int fail(std::string_view message) {
  std::cerr << "patrol: " << printable(message) << '\n';
  return kExitUsage;
}

void warn(std::string_view message) {
  std::cerr << "patrol: warning: " << printable(message) << '\n';
}

void say(std::string_view message) {
  std::cerr << "patrol: " << printable(message) << '\n';
}

int print(const WriteBody& body) {
  handle_signals();
  const Result<void> written = write_standard_output(body);
  return written ? kExitClean : fail(written.error().message);
}

}  // namespace patrol
