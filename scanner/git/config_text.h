// git's configuration, as far as a repository's own file tells it.
//
//   [core]                        core.bare = "true"
//       bare                      (a key alone means true)
//   [Extensions]
//       objectFormat = sha256     extensions.objectformat = "sha256"
//   [remote "Origin"]
//       url = "a;b" # why         remote.Origin.url = "a;b"
//
// Why not libgit2: it refuses a repository for one extension that it does not
// know, and cannot tell which. What is asked here are a dozen keys of one file.
//
// What it does not do: `include.path` and `includeIf` are entries like others,
// and the files that they name are not read. git does not heed them either for
// what this is asked about (the format of the repository), which it reads from
// this file alone, before all other configuration.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"

namespace patrol {

struct ConfigEntry {
  // Section and key in lower case, a subsection between them as it stands.
  std::string key;
  std::optional<std::string> value;  // nullopt: the key stands alone
};

// Immutable once parsed.
class ConfigText {
 public:
  // Of a repository without a configuration.
  ConfigText() = default;

  // `text` is a whole file and may be freed afterwards. Error: what git would
  // refuse, "line 3: ...".
  static Result<ConfigText> parse(std::string_view text);

  const std::vector<ConfigEntry>& entries() const { return entries_; }

  // The last entry of that key, which is the one that counts. nullptr: none.
  const ConfigEntry* find(std::string_view key) const;

  // Its value. nullopt: there is none, or the key stands alone.
  std::optional<std::string> text(std::string_view key) const;

  // Whether it says yes: true, yes, on, a number other than 0, or the key
  // alone. nullopt: there is no entry, or it says neither yes nor no.
  std::optional<bool> yes(std::string_view key) const;

 private:
  class Parser;

  std::vector<ConfigEntry> entries_;  // as they stand in the file
};

}  // namespace patrol
