// Small files of what is scanned, which say something to patrol: configuration,
// lists of what is no secret. Read from where they can be believed:
//
//   scan                     the folder, as it lies there
//   history, staged, hooks   the work tree, as it lies there; of a bare
//                            repository HEAD
//   ci                       the commit before what is new, which the push or
//                            pull request that is judged cannot have written
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/git/repository.h"

namespace patrol {

// Bytes of such a file.
inline constexpr std::size_t kMaxTreeFile = std::size_t{10} << 20;

// The file at a path below the root, with '/'. nullopt: there is none. Error:
// it cannot be read, is too large, or leads out of the root.
using ReadTreeFile =
    std::function<Result<std::optional<std::string>>(std::string_view path)>;

ReadTreeFile files_below(const std::string& folder);

// `commit`: a whole id; empty: the work tree, else HEAD.
ReadTreeFile files_of(std::shared_ptr<const Repository> repository,
                      const std::string& commit);

}  // namespace patrol
