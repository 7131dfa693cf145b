// The index of a pack with the bytes that it is a view of: a file beside the
// pack, or what a multi-pack-index says of the pack, put in the form of one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/mapped_file.h"
#include "scanner/packs/multi_pack_index.h"
#include "scanner/packs/pack_index.h"

namespace patrol {

// Immutable; threads may share it.
class PackIndexFile {
 public:
  // Of an .idx.
  static Result<PackIndexFile> open(const std::string& path, HashKind kind);

  // Of pack number `pack` of `all`, whose last bytes are `pack_checksum`. It
  // knows no CRC-32s. Error: an offset is over 4 GB. REQUIRES: `pack` is one.
  static Result<PackIndexFile> from(const MultiPackIndex& all,
                                    std::uint32_t pack,
                                    std::string_view pack_checksum,
                                    HashKind kind);

  const PackIndex& index() const { return index_; }

 private:
  PackIndexFile() = default;

  std::optional<MappedFile> file_;     // one of these two
  std::unique_ptr<std::string> made_;  // has what index_ looks at
  PackIndex index_;
};

}  // namespace patrol
