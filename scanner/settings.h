// What a scan goes by besides its flags: the configuration, and what the
// scanned tree says is no secret.
//
// Of the configurations that there are, one counts:
//
//   --config FILE  >  PATROL_CONFIG  >  .patrol.toml in the root of what is
//   scanned  >  .gitleaks.toml there  >  patrol/config.toml of the user (XDG)
//
// The root is the folder that is scanned; where that has neither file, the top
// of the work tree that it lies in. Of several paths the first that has one
// decides. Those of the tree are not believed where its_own_say is false.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/config/configuration.h"
#include "scanner/core/result.h"
#include "scanner/rules/load.h"
#include "scanner/tree_files.h"

namespace patrol {

// What is scanned: files, or a repository.
struct ScannedTree {
  std::vector<std::string> paths = {};  // as typed; "-": standard input
  std::string repository = {};          // as typed; empty: paths are scanned
  std::string commit = {};  // whose files count; empty: the work tree's
  bool has_a_say = true;    // does it tell patrol anything?
};

struct Settings {
  std::optional<Configuration> config;
  // Where a repository's own files are read from; null: it has no say, or
  // paths are scanned.
  ReadTreeFile files = nullptr;
};

// `given`: the file of --config; empty: none.
// Error: a configuration that is named or found, and cannot be read or is
// wrong; one line.
Result<Settings> find_settings(const ScannedTree& tree,
                               const std::string& given,
                               const LoadOptions& options);

}  // namespace patrol
