#include "scanner/rules/load.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "scanner/rules/check_required.h"
#include "scanner/rules/finish_rule.h"
#include "scanner/rules/rule_error.h"
#include "scanner/rules/rule_storage.h"
#include "scanner/rules/toml_rules.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

Error system_fault(std::string_view file, int code) {
  return error_at({file}, std::generic_category().message(code));
}

// All of `descriptor`, or what is wrong with `file`, which it reads.
Result<std::string> read_all(int descriptor, std::string_view file) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return system_fault(file, errno);
  if (!S_ISREG(status.st_mode)) {
    return error_at({file}, "is not a regular file");
  }
  std::string bytes;
  char piece[64 * 1024];
  while (bytes.size() <= kLargestRuleFile) {
    const ssize_t n = ::read(descriptor, piece, sizeof piece);
    if (n == 0) return bytes;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_fault(file, errno);
    bytes.append(piece, static_cast<std::size_t>(n));
  }
  return error_at({file}, "is larger than 10 MB");
}

// O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
Result<std::string> read_file(const std::string& file) {
  const int descriptor =
      ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return system_fault(file, errno);
  Result<std::string> bytes = read_all(descriptor, file);
  ::close(descriptor);
  return bytes;
}

bool is_rule_file(const fs::path& path) {
  return path.extension() == ".toml" &&
         !path.filename().native().starts_with('.');
}

// The files that `path` stands for, sorted.
Result<std::vector<std::string>> rule_files(const fs::path& path) {
  std::error_code failed;
  if (!fs::is_directory(path, failed)) return std::vector{path.string()};
  std::vector<std::string> files;
  fs::directory_iterator entry(path, failed);
  for (; !failed && entry != fs::directory_iterator();
       entry.increment(failed)) {
    if (is_rule_file(entry->path())) files.push_back(entry->path().string());
  }
  if (failed) return system_fault(path.string(), failed.value());
  if (files.empty()) {
    return error_at({path.string()}, "holds no *.toml file");
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string place_of(const WrittenRule& written) {
  return written.file + ":" + std::to_string(written.line);
}

// Where each id and alias was first seen.
using Names = std::map<std::string_view, const WrittenRule*>;

Result<void> take_name(std::string_view name, std::string_view field,
                       const WrittenRule& written, Names& names) {
  const auto [at, added] = names.emplace(name, &written);
  if (added) return {};
  return error_at({written.file, written.line, written.rule.id, field},
                  quoted(name) + " is taken already by " +
                      std::string(at->second->rule.id) + ", " +
                      place_of(*at->second));
}

// No two rules answer to the same name. Ids first: where an alias is another
// rule's id, it is the alias that is wrong.
Result<void> check_unique(const std::vector<WrittenRule>& rules) {
  Names names;
  for (const WrittenRule& written : rules) {
    if (auto ok = take_name(written.rule.id, "id", written, names); !ok) {
      return ok;
    }
  }
  for (const WrittenRule& written : rules) {
    for (std::string_view alias : written.rule.aliases) {
      if (auto ok = take_name(alias, "aliases", written, names); !ok) return ok;
    }
  }
  return {};
}

// Adds the rules of one text to `rules`.
Result<void> add_rules(std::string_view toml, std::string_view file_name,
                       const LoadOptions& options, RuleStorage& storage,
                       std::vector<WrittenRule>& rules) {
  auto read = read_toml_rules(toml, file_name, storage);
  if (!read) return read.error();
  for (WrittenRule& written : *read) {
    if (auto ok = finish_rule(written, options, storage); !ok) return ok;
    rules.push_back(std::move(written));
  }
  return {};
}

Result<RuleSet> make_set(const std::vector<WrittenRule>& written,
                         const LoadOptions& options,
                         std::shared_ptr<const RuleStorage> storage) {
  if (auto ok = check_unique(written); !ok) return ok.error();
  if (auto ok = check_required(written, options.others); !ok) {
    return ok.error();
  }
  std::vector<Rule> rules;
  rules.reserve(written.size());
  for (const WrittenRule& w : written) rules.push_back(w.rule);
  return RuleSet(std::move(rules), std::move(storage));
}

}  // namespace

Result<RuleSet> load_rules(const fs::path& file_or_folder,
                           const LoadOptions& options) {
  auto files = rule_files(file_or_folder);
  if (!files) return files.error();
  auto storage = std::make_shared<RuleStorage>();
  std::vector<WrittenRule> rules;
  for (const std::string& file : *files) {
    auto toml = read_file(file);
    if (!toml) return toml.error();
    if (auto ok = add_rules(*toml, file, options, *storage, rules); !ok) {
      return ok.error();
    }
  }
  return make_set(rules, options, std::move(storage));
}

Result<RuleSet> parse_rules(std::string_view toml, std::string_view file_name,
                            const LoadOptions& options) {
  auto storage = std::make_shared<RuleStorage>();
  std::vector<WrittenRule> rules;
  if (auto ok = add_rules(toml, file_name, options, *storage, rules); !ok) {
    return ok.error();
  }
  return make_set(rules, options, std::move(storage));
}

}  // namespace patrol
