// A temporary folder for one test, with git in a clean environment: no
// configuration of the user or the machine can change a test's outcome. The
// process's own XDG_CONFIG_HOME is the sandbox too; its HOME is one empty
// folder for all sandboxes of the process, since libgit2 looks it up only once.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

class Sandbox {
 public:
  Sandbox() : home_(make_temporary_folder()), root_(home_ + "/tree") {
    static const HomeFolder home;
    ::mkdir(root_.c_str(), 0755);
    ::setenv("XDG_CONFIG_HOME", home_.c_str(), 1);
  }
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  ~Sandbox() { run({"rm", "-rf", "--", home_}); }

  // What a test scans; home() is the folder around it.
  const std::string& root() const { return root_; }
  const std::string& home() const { return home_; }

  std::string at(std::string_view path) const {
    return root_ + "/" + std::string(path);
  }

  void make_folder(std::string_view path) const {
    std::filesystem::create_directories(at(path));
  }

  // Folders on the way are made too.
  void write(std::string_view path, std::string_view text = "") const {
    std::filesystem::create_directories(
        std::filesystem::path(at(path)).parent_path());
    std::ofstream(at(path), std::ios::binary) << text;
  }

  // git's standard output. The test fails if git does.
  std::string git(std::vector<std::string> arguments) const {
    std::vector<std::string> command = {
        "env",
        "-i",
        "PATH=" + std::string(std::getenv("PATH")),
        "HOME=" + home_,
        "GIT_CONFIG_NOSYSTEM=1",
        "GIT_CONFIG_GLOBAL=/dev/null",
        "GIT_AUTHOR_NAME=A",
        "GIT_AUTHOR_EMAIL=a@example.com",
        "GIT_COMMITTER_NAME=A",
        "GIT_COMMITTER_EMAIL=a@example.com",
        "git",
        "-C",
        root_,
        "-c",
        "protocol.file.allow=always"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command);
  }

  // The NUL-separated paths that a git command with -z prints.
  std::set<std::string> git_paths(std::vector<std::string> arguments) const {
    std::set<std::string> paths;
    std::string_view text;
    const std::string output = git(std::move(arguments));
    for (text = output; !text.empty();) {
      const std::size_t end = text.find('\0');
      paths.emplace(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    return paths;
  }

 private:
  struct HomeFolder {
    HomeFolder() : path(make_temporary_folder()) {
      ::setenv("HOME", path.c_str(), 1);
    }
    ~HomeFolder() { ::rmdir(path.c_str()); }
    std::string path;
  };

  static std::string make_temporary_folder() {
    std::string pattern =
        std::filesystem::canonical(testing::TempDir()).string() +
        "/patrol-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    ::chmod(pattern.c_str(), 0755);  // for tests that drop privileges
    return pattern;
  }

  static std::string run(const std::vector<std::string>& command) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
    const pid_t child = ::fork();
    if (child == 0) become(command, ends[1]);
    ::close(ends[1]);
    std::string output;
    char block[4096];
    for (ssize_t n; (n = ::read(ends[0], block, sizeof block)) > 0;) {
      output.append(block, static_cast<std::size_t>(n));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << command.back();
    return output;
  }

  [[noreturn]] static void become(const std::vector<std::string>& command,
                                  int output) {
    ::dup2(output, STDOUT_FILENO);
    std::vector<char*> argv;
    for (const std::string& word : command) {
      argv.push_back(const_cast<char*>(word.c_str()));
    }
    argv.push_back(nullptr);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }

  std::string home_;
  std::string root_;
};

}  // namespace patrol
