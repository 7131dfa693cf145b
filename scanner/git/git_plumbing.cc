#include "scanner/git/git_plumbing.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "scanner/git/files.h"

namespace patrol {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostComplaint = 1000;

// Nothing of the user's or the machine's configuration, no terminal, no
// network, no translated messages. GIT_NO_LAZY_FETCH is known since git 2.44.
constexpr const char* kEnvironment[] = {
    "HOME=/nonexistent",
    "LC_ALL=C",
    "GIT_CONFIG_NOSYSTEM=1",
    "GIT_CONFIG_GLOBAL=/dev/null",
    "GIT_TERMINAL_PROMPT=0",
    "GIT_OPTIONAL_LOCKS=0",
    "GIT_NO_REPLACE_OBJECTS=1",
    "GIT_NO_LAZY_FETCH=1",
    "GIT_ATTR_NOSYSTEM=1",
    "GIT_LITERAL_PATHSPECS=1",
    "GIT_PAGER=cat",
    "GIT_ASKPASS=true",
    "GIT_SSH_COMMAND=false",
};

constexpr const char* kOptions[] = {"--no-pager", "--no-optional-locks"};

// What the repository's own configuration could have run.
constexpr const char* kSettings[] = {
    "core.fsmonitor=false",      "core.hooksPath=/dev/null",   "core.pager=cat",
    "core.untrackedCache=false", "core.alternateRefsCommand=", "diff.external=",
    "protocol.allow=never",      "submodule.recurse=false",    "gc.auto=0",
    "maintenance.auto=false",
};

Error system_error(int number) {
  return Error{"git: " + std::generic_category().message(number)};
}

bool is_within(std::string_view path, std::string_view folder) {
  return folder == "/" ||
         (path.starts_with(folder) &&
          (path.size() == folder.size() || path[folder.size()] == '/'));
}

bool is_program(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
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
  // is no git; it fails, and ends.
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
      if (left.count() <= 0) return Error{"git: it takes too long"};
      const int ready =
          ::poll(ends_.data(), ends_.size(), static_cast<int>(left.count()));
      if (ready < 0 && errno != EINTR) return system_error(errno);
      if (ready <= 0) continue;
      if (auto heard = hear(ends_[0], output_); !heard) return heard;
      if (auto heard = hear(ends_[1], complaint_); !heard) return heard;
      if (output_.size() > most_) {
        return Error{"git: it says too much"};
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

std::vector<std::string> folders_of(const Repository& repository) {
  std::vector<std::string> folders = {repository.git_dir,
                                      repository.common_dir};
  if (repository.work_tree) folders.push_back(*repository.work_tree);
  return folders;
}

std::vector<std::string> environment_for(const Repository& repository) {
  std::vector<std::string> all(std::begin(kEnvironment),
                               std::end(kEnvironment));
  all.emplace_back("PATH=/usr/local/bin:/usr/bin:/bin");
  all.push_back("GIT_DIR=" + repository.git_dir);
  all.push_back("GIT_COMMON_DIR=" + repository.common_dir);
  all.push_back("GIT_OBJECT_DIRECTORY=" + repository.object_dirs.front());
  return all;
}

// Begins with "" if there is no git.
std::vector<std::string> command_for(
    const Repository& repository, const std::vector<std::string>& arguments) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> command = {
      find_git(path == nullptr ? "" : path, folders_of(repository))};
  command.insert(command.end(), std::begin(kOptions), std::end(kOptions));
  for (const char* setting : kSettings) {
    command.emplace_back("-c");
    command.emplace_back(setting);
  }
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

std::string find_git(const std::string& path,
                     const std::vector<std::string>& folders) {
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string folder(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!folder.starts_with('/')) continue;
    std::string git = real_path(folder + "/git");
    if (git.empty() || !is_program(git)) continue;
    const std::string real_folder = real_path(folder);
    const bool is_foreign = std::any_of(
        folders.begin(), folders.end(), [&](const std::string& scanned) {
          return is_within(git, scanned) || is_within(real_folder, scanned);
        });
    if (!is_foreign) return git;
  }
  return {};
}

Result<std::string> run_git(const Repository& repository,
                            const std::vector<std::string>& arguments,
                            const GitLimits& limits) {
  const Clock::time_point deadline = Clock::now() + limits.time;
  std::vector<std::string> command = command_for(repository, arguments);
  if (command[0].empty()) return Error{"git: it is not installed"};
  Pipe output;
  Pipe complaint;
  if (!output.is_open() || !complaint.is_open()) return system_error(errno);
  pid_t number = 0;
  const int failed =
      SpawnPlan(output.writer(), complaint.writer())
          .spawn(number, std::move(command), environment_for(repository));
  if (failed != 0) return system_error(failed);
  Child child(number);
  output.close_writer();
  complaint.close_writer();
  Listener listener(output.reader(), complaint.reader(), limits.most_output,
                    deadline);
  if (auto heard = listener.listen(); !heard) return heard.error();
  if (!child.succeeds_before(deadline)) {
    return Error{"git " + arguments.front() + " fails" + listener.complaint()};
  }
  return std::move(listener.output());
}

}  // namespace patrol
