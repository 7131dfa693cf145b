#include "scanner/git/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

namespace patrol {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostComplaint = 1000;

Error system_error(int number) {
  return Error{": " + std::generic_category().message(number)};
}

// Strings as execve() takes them.
std::vector<char*> as_pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (std::string& one : strings) pointers.push_back(one.data());
  pointers.push_back(nullptr);
  return pointers;
}

// A pipe whose ends are closed on the way out, and in any child.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool is_open() const { return ends_[0] >= 0; }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void close_writer() { close_end(1); }

 private:
  void close_end(std::size_t i) {
    if (ends_[i] >= 0) ::close(std::exchange(ends_[i], -1));
  }
  std::array<int, 2> ends_;
};

// What a child gets: /dev/null, two pipes and no other file, a session of its
// own and no signal that is blocked or ignored.
class SpawnPlan {
 public:
  SpawnPlan(int output, int complaint) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null",
                                       O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, complaint, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID |
                                                 POSIX_SPAWN_SETSIGMASK |
                                                 POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  // 0, or what went wrong.
  int spawn(pid_t& child, std::vector<std::string> command,
            std::vector<std::string> environment) const {
    const std::vector<char*> arguments = as_pointers(command);
    const std::vector<char*> variables = as_pointers(environment);
    return ::posix_spawn(&child, arguments[0], &actions_, &attributes_,
                         arguments.data(), variables.data());
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// A child that does not outlive this.
class Child {
 public:
  explicit Child(pid_t number) : number_(number) {}
  ~Child() {
    if (number_ > 0) {
      ::kill(-number_, SIGKILL);  // and whatever it has started
      wait();
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Whether it succeeds, once it has closed its output. One that then goes on
  // fails, and ends.
  bool succeeds_before(Clock::time_point deadline) {
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(number_, &status, WNOHANG)) == 0) {
      if (Clock::now() >= deadline) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    number_ = 0;
    return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  void wait() const {
    while (::waitpid(number_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  pid_t number_;
};

// Reads both pipes to their ends.
class Listener {
 public:
  Listener(int output, int complaint, std::size_t most,
           Clock::time_point deadline)
      : ends_{pollfd{output, POLLIN, 0}, pollfd{complaint, POLLIN, 0}},
        most_(most),
        deadline_(deadline) {}

  Result<void> listen() {
    while (ends_[0].fd >= 0 || ends_[1].fd >= 0) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline_ - Clock::now());
      if (left.count() <= 0) return Error{": it takes too long"};
      const int ready =
          ::poll(ends_.data(), ends_.size(), static_cast<int>(left.count()));
      if (ready < 0 && errno != EINTR) return system_error(errno);
      if (ready <= 0) continue;
      if (auto heard = hear(ends_[0], output_); !heard) return heard;
      if (auto heard = hear(ends_[1], complaint_); !heard) return heard;
      if (output_.size() > most_) {
        return Error{": it says too much"};
      }
      complaint_.resize(std::min(complaint_.size(), kMostComplaint));
    }
    return {};
  }

  std::string& output() { return output_; }

  // The first line of what it complained about, after ": "; or "".
  std::string complaint() const {
    const std::string line = complaint_.substr(0, complaint_.find('\n'));
    return line.empty() ? "" : ": " + line;
  }

 private:
  static Result<void> hear(pollfd& end, std::string& text) {
    if (end.fd < 0 || end.revents == 0) return {};
    std::array<char, 1 << 16> block;
    const ssize_t got = ::read(end.fd, block.data(), block.size());
    if (got < 0 && errno != EINTR) return system_error(errno);
    if (got == 0) end.fd = -1;  // poll() passes it from now on
    if (got > 0) text.append(block.data(), static_cast<std::size_t>(got));
    return {};
  }

  std::array<pollfd, 2> ends_;
  std::size_t most_;
  Clock::time_point deadline_;
  std::string output_;
  std::string complaint_;
};

}  // namespace

Result<std::string> run_program(std::vector<std::string> command,
                                std::vector<std::string> environment,
                                const ProgramLimits& limits) {
  const Clock::time_point deadline = Clock::now() + limits.time;
  Pipe output;
  Pipe complaint;
  if (!output.is_open() || !complaint.is_open()) return system_error(errno);
  pid_t number = 0;
  const int failed =
      SpawnPlan(output.writer(), complaint.writer())
          .spawn(number, std::move(command), std::move(environment));
  if (failed != 0) return system_error(failed);
  Child child(number);
  output.close_writer();
  complaint.close_writer();
  Listener listener(output.reader(), complaint.reader(), limits.most_output,
                    deadline);
  if (auto heard = listener.listen(); !heard) return heard.error();
  if (!child.succeeds_before(deadline)) {
    return Error{" fails" + listener.complaint()};
  }
  return std::move(listener.output());
}

}  // namespace patrol
