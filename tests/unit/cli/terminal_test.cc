#include "scanner/cli/terminal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace patrol {
namespace {

using Environment = std::map<std::string, std::string>;

constexpr const char* kVariables[] = {"NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR",
                                      "TERM", "CI"};

void set_environment(const Environment& environment) {
  for (const char* name : kVariables) ::unsetenv(name);
  for (const auto& [name, value] : environment) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
}

// While it lives, standard output and error go to a pseudo-terminal.
class Terminal {
 public:
  Terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0) {
      return;
    }
    const int slave = ::open(::ptsname(master_), O_RDWR | O_NOCTTY);
    for (int stream : {1, 2}) {
      saved_.push_back(::dup(stream));
      ::dup2(slave, stream);
    }
    ::close(slave);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    for (std::size_t i = 0; i < saved_.size(); ++i) {
      ::dup2(saved_[i], static_cast<int>(i) + 1);
      ::close(saved_[i]);
    }
    ::close(master_);
  }
  bool is_open() const { return !saved_.empty(); }

 private:
  int master_;
  std::vector<int> saved_;
};

// While it lives, they go nowhere.
class NoTerminal {
 public:
  NoTerminal() {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    for (int stream : {1, 2}) {
      saved_.push_back(::dup(stream));
      ::dup2(nowhere, stream);
    }
    ::close(nowhere);
  }
  NoTerminal(const NoTerminal&) = delete;
  NoTerminal& operator=(const NoTerminal&) = delete;
  ~NoTerminal() {
    for (std::size_t i = 0; i < saved_.size(); ++i) {
      ::dup2(saved_[i], static_cast<int>(i) + 1);
      ::close(saved_[i]);
    }
  }

 private:
  std::vector<int> saved_;
};

struct Row {
  Environment environment;
  bool on_terminal;
  bool elsewhere;
};

// The outcomes are gathered first: a failure cannot be printed meanwhile.
template <typename Asked, typename Where>
std::vector<bool> outcomes(const std::vector<Row>& table, Asked asked) {
  const Where where;
  std::vector<bool> all;
  for (const Row& row : table) {
    set_environment(row.environment);
    all.push_back(asked());
  }
  return all;
}

template <typename Asked>
void check(const std::vector<Row>& table, Asked asked) {
  {
    const Terminal terminal;
    if (!terminal.is_open()) GTEST_SKIP() << "no pseudo-terminal to be had";
  }
  const auto terminal = outcomes<Asked, Terminal>(table, asked);
  const auto elsewhere = outcomes<Asked, NoTerminal>(table, asked);
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(terminal[i], table[i].on_terminal) << "row " << i;
    EXPECT_EQ(elsewhere[i], table[i].elsewhere) << "row " << i;
  }
}

TEST(UseColor, GoesByTheEnvironmentAndTheTerminal) {
  check(
      {
          {{{"TERM", "xterm"}}, true, false},
          {{}, true, false},
          {{{"TERM", "dumb"}}, false, false},
          {{{"NO_COLOR", "1"}}, false, false},
          {{{"NO_COLOR", ""}}, true, false},  // no-color.org: not empty
          {{{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}}, false, false},
          {{{"CLICOLOR_FORCE", "1"}}, true, true},
          {{{"CLICOLOR_FORCE", "1"}, {"TERM", "dumb"}}, true, true},
          {{{"CLICOLOR_FORCE", "0"}}, true, false},
          {{{"CLICOLOR", "0"}}, false, false},
          {{{"CLICOLOR", "1"}}, true, false},
          {{{"CI", "true"}}, true, false},
      },
      [] { return use_color(When::kAuto, Stream::kOut); });
}

TEST(UseColor, DoesAsItIsTold) {
  set_environment({{"NO_COLOR", "1"}});
  EXPECT_TRUE(use_color(When::kAlways, Stream::kOut));
  set_environment({{"CLICOLOR_FORCE", "1"}});
  EXPECT_FALSE(use_color(When::kNever, Stream::kErr));
}

TEST(UseProgress, NeedsATerminalThatCanRedraw) {
  check(
      {
          {{{"TERM", "xterm"}}, true, false},
          {{{"TERM", "dumb"}}, false, false},
          {{{"TERM", "xterm"}, {"CI", "true"}}, false, false},
          {{{"TERM", "xterm"}, {"CI", ""}}, true, false},
      },
      [] { return use_progress(When::kAuto); });
}

TEST(UseProgress, DoesAsItIsTold) {
  set_environment({{"CI", "true"}});
  EXPECT_TRUE(use_progress(When::kAlways));
  EXPECT_FALSE(use_progress(When::kNever));
}

TEST(TerminalWidth, IsTheUsualOneWhereThereIsNoTerminal) {
  std::size_t width = 0;
  {
    const NoTerminal nowhere;
    width = terminal_width(Stream::kOut);
  }
  EXPECT_EQ(width, 80U);
}

}  // namespace
}  // namespace patrol
