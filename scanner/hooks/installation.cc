#include "scanner/hooks/installation.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "scanner/git/files.h"
#include "scanner/report/output_file.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestHook = std::size_t{1} << 20;
constexpr std::string_view kMark = "\n# patrol hook:";
constexpr std::string_view kProgramLine = "\npatrol=patrol\n";
constexpr std::string_view kHuskyMark = "  # patrol hook";
constexpr mode_t kExecutable = 0755;

Error in_words(std::string_view what, const std::error_code& failed) {
  return Error{std::string(what) + ": " + failed.message()};
}

// As a word of a shell.
std::string as_word(std::string_view text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string script_for(const InstallRequest& request) {
  std::string script(request.hook.script);
  if (request.program == "patrol") return script;
  const std::size_t at = script.find(kProgramLine);
  return script.replace(at, kProgramLine.size(),
                        "\npatrol=" + as_word(request.program) + "\n");
}

// A file that can be executed, in place of whatever is there.
Result<void> write_script(const std::string& path, std::string_view text) {
  const auto file = OutputFile::prepare(path);
  if (!file) return file.error();
  const auto written = file->write([&](std::ostream& out) { out << text; });
  if (!written) return written.error();
  if (::chmod(path.c_str(), kExecutable) == 0) return {};
  return in_words(path, {errno, std::generic_category()});
}

// nullopt: there is none.
Result<std::optional<std::string>> read_hook(const std::string& path) {
  auto text = read_file(path, kLargestHook);
  if (!text) return in_file(path, text.error());
  return text;
}

bool is_ours(const std::string& script) {
  return script.substr(0, script.find('\n', script.find('\n') + 1))
             .find(kMark) != script.npos;
}

Result<std::string> install_line(const InstallRequest& request,
                                 const std::string& path) {
  auto text = read_hook(path);
  if (!text) return text.error();
  std::string commands = text->value_or("");
  if (commands.find(kHuskyMark) != commands.npos) {
    return path + " calls patrol already";
  }
  if (!commands.empty() && !commands.ends_with('\n')) commands += '\n';
  commands +=
      (request.program == "patrol" ? "patrol" : as_word(request.program)) +
      " hook run " + std::string(request.hook.name) + " \"$@\"" +
      std::string(kHuskyMark) + '\n';
  const auto written = write_script(path, commands);
  if (!written) return written.error();
  return path + " calls patrol now";
}

Result<std::string> uninstall_line(const std::string& path) {
  auto text = read_hook(path);
  if (!text) return text.error();
  const std::size_t mark =
      *text ? (*text)->find(kHuskyMark) : std::string::npos;
  if (mark == std::string::npos) return path + " does not call patrol";
  std::string& commands = **text;
  const std::size_t begin = commands.rfind('\n', mark) + 1;  // 0: the first
  const std::size_t end = commands.find('\n', mark);
  commands.erase(begin, end == commands.npos ? end : end + 1 - begin);
  const auto written = write_script(path, commands);
  if (!written) return written.error();
  return path + " does not call patrol any longer";
}

Result<void> chain(const InstallRequest& request, const std::string& path) {
  const std::string chained = path + ".chained";
  if (exists(path)) {
    if (exists(chained)) return Error{chained + ": it is there already"};
    std::error_code failed;
    fs::rename(path, chained, failed);
    if (failed) return in_words(path, failed);
  } else if (request.is_global && !exists(chained)) {
    return write_script(chained, chain_to_repository());
  }
  return {};
}

}  // namespace

std::string name_of_this_program() {
  std::error_code failed;
  const fs::path self = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return "patrol";
  const char* path = std::getenv("PATH");
  for (std::string_view rest = path == nullptr ? "" : path; !rest.empty();) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string folder(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::string first = folder + "/patrol";
    if (!exists(first)) continue;
    return real_path(first) == self.string() ? "patrol" : self.string();
  }
  return self.string();
}

Result<std::string> install_hook(const InstallRequest& request) {
  std::error_code failed;
  fs::create_directories(request.folder.path, failed);
  if (failed) return in_words(request.folder.path, failed);
  const std::string path =
      request.folder.path + "/" + std::string(request.hook.name);
  if (request.folder.keeper == HookKeeper::kHusky) {
    return install_line(request, path);
  }
  const auto before = read_hook(path);
  if (!before) return before.error();
  const bool is_there = *before && is_ours(**before);
  if (!is_there) {
    if (auto done = chain(request, path); !done) return done.error();
  }
  const auto written = write_script(path, script_for(request));
  if (!written) return written.error();
  if (is_there) return path + ": written anew";
  return path + ": installed" +
         (*before ? "; what was there is called first" : "");
}

Result<std::string> uninstall_hook(const Hook& hook, const HookFolder& folder) {
  const std::string path = folder.path + "/" + std::string(hook.name);
  if (folder.keeper == HookKeeper::kHusky) return uninstall_line(path);
  const auto text = read_hook(path);
  if (!text) return text.error();
  if (!*text || !is_ours(**text)) return path + ": none of patrol's";
  const std::string chained = path + ".chained";
  const auto before = read_hook(chained);
  if (!before) return before.error();
  std::error_code failed;
  if (*before && !is_ours(**before)) {
    fs::rename(chained, path, failed);
    if (failed) return in_words(chained, failed);
    return path + ": removed; what was there before is back";
  }
  fs::remove(path, failed);
  if (!failed) fs::remove(chained, failed);
  if (failed) return in_words(path, failed);
  return path + ": removed";
}

}  // namespace patrol
