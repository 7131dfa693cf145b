#include "scanner/cli/confirmation.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <string>

#include "scanner/cli/stop.h"

namespace patrol {
namespace {

constexpr int kNap = 100;  // ms, after which a signal is heeded
constexpr std::size_t kLongestAnswer = 100;

// A line, or what there is of it where the terminal or the user's patience
// ends.
std::string read_line(int terminal) {
  std::string line;
  while (!stop_requested() && line.size() < kLongestAnswer) {
    pollfd each{terminal, POLLIN, 0};
    if (::poll(&each, 1, kNap) <= 0) continue;
    char c = 0;
    if (::read(terminal, &c, 1) != 1 || c == '\n') break;
    line += c;
  }
  return line;
}

}  // namespace

Result<bool> confirm(std::string_view question) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) return Error{"there is no terminal to ask at"};
  const bool is_asked = ::write(terminal, question.data(), question.size()) ==
                        static_cast<ssize_t>(question.size());
  const std::string answer = is_asked ? read_line(terminal) : "";
  ::close(terminal);
  return answer == "yes" || answer == "yes\r";
}

}  // namespace patrol
