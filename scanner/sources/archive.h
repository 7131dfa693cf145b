// An archive, member after member, each as an Input. The only user of
// libarchive.
//
// Nothing is written to disk and nothing is held in memory but what the
// decompressor needs: a zip is read from its beginning by the headers in front
// of its members, not by the directory at its end, so that it can come through
// a pipe or out of another archive. (So a member is read that the directory
// leaves out, and one that several entries of the directory share is read
// once, which disarms that kind of bomb. A zip behind another file, as in a
// self-extracting program, is not seen.) 7z alone has its table at the end: it
// is read through Input::seek(), or copied to memory where there is none.
//
// Directories, links and devices hold no content and are passed over. Names
// are what the archive says: any bytes, no path to open.
//
// libarchive 3.6 has known faults, and what it reads was made by strangers. It
// is given no more than one format and one decompressor, those whose magic
// number was seen; so rare formats, with the worst record, are never reached,
// nor are 25 decompressors in a row.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "scanner/core/input.h"
#include "scanner/core/result.h"
#include "scanner/sources/archive_budget.h"
#include "scanner/sources/archive_kind.h"

namespace patrol {

struct Member {
  enum class State : std::uint8_t {
    kContent,    // read it through Archive::content()
    kEncrypted,  // its content, or with an empty name all the rest
    kBroken,     // `reason` says why it, or with an empty name all the rest,
                 // was not read
  };
  State state = State::kContent;
  std::string name;    // as the archive has it; that of a compression is empty
  std::string reason;  // a line, perhaps with bytes of the archive in it
};

// Used by one thread. Throws std::bad_alloc alone.
class Archive {
 public:
  // `input` stands at the archive's first byte. Both it and `budget`, which
  // pays for what is unpacked, must outlive *this.
  Archive(ArchiveKind kind, Input& input, ArchiveBudget& budget);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  // The next member; none: the end. What is left of the one before is read
  // over, and may turn out to be broken: then that one comes once more.
  std::optional<Member> next();

  // The content of the member that next() gave last.
  // REQUIRES: it is kContent; next() was not called since.
  Input& content();

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace patrol
