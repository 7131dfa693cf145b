#include "scanner/sources/archive_kind.h"

#include <array>

namespace patrol {
namespace {

using namespace std::literals;

struct Magic {
  std::string_view bytes;  // at offset 0
  ArchiveKind kind;
};

// Each holds a byte that stands in no text.
constexpr std::array kMagics = {
    Magic{"PK\x03\x04"sv, ArchiveKind::kZip},  // a member follows
    Magic{"PK\x05\x06"sv, ArchiveKind::kZip},  // none does
    Magic{"PK00PK\x03\x04"sv, ArchiveKind::kZip},
    Magic{"7z\xBC\xAF\x27\x1C"sv, ArchiveKind::kSevenZip},
    Magic{"\xFD"
          "7zXZ\0"sv,
          ArchiveKind::kXz},
    Magic{"\x28\xB5\x2F\xFD"sv, ArchiveKind::kZstd},
};

// RFC 1952: method 8 is the only one, and three flags are reserved.
bool is_gzip(std::string_view head) {
  return head.size() > 3 && head.starts_with("\x1F\x8B\x08"sv) &&
         (static_cast<unsigned char>(head[3]) & 0xE0) == 0;
}

// "BZh", the size of a block, and pi, or the square root of it if there is
// none.
bool is_bzip2(std::string_view head) {
  if (head.size() < 10 || !head.starts_with("BZh"sv)) return false;
  const std::string_view block = head.substr(4, 6);
  return head[3] >= '1' && head[3] <= '9' &&
         (block == "1AY&SY"sv || block == "\x17rE8P\x90"sv);
}

// A line, then a header of 60 bytes that ends with a back quote and a line end.
// That of a Debian package is of the file that says its version; linkers'
// libraries are of the same shape, with tables that differ from one to the
// next, and hold programs: they are binary files.
bool is_deb(std::string_view head) {
  return head.starts_with("!<arch>\ndebian-binary"sv) &&
         head.substr(8).size() >= 60 && head.substr(66, 2) == "`\n"sv;
}

//   name    mode uid gid size mtime chksum type linkname magic   . . . padding
//   0       100  108 116 124  136   148    156  157      257             512
//
// The check sum is that of the block's bytes, its own eight taken as spaces.
bool is_tar(std::string_view head) {
  constexpr std::size_t kSumAt = 148;
  constexpr std::size_t kSumBytes = 8;
  if (head.size() < kArchiveHeadBytes) return false;
  std::string_view digits = head.substr(kSumAt, kSumBytes);
  unsigned written = 0;
  while (digits.starts_with(' ')) digits.remove_prefix(1);
  std::size_t count = 0;
  for (; count < digits.size() && digits[count] >= '0' && digits[count] <= '7';
       ++count) {
    written = written * 8 + static_cast<unsigned>(digits[count] - '0');
  }
  if (count == 0) return false;

  head = head.substr(0, kArchiveHeadBytes);
  unsigned sum = kSumBytes * ' ';
  for (std::size_t i = 0; i < head.size(); ++i) {
    const bool own = i >= kSumAt && i < kSumAt + kSumBytes;
    if (!own) sum += static_cast<unsigned char>(head[i]);
  }
  return sum == written && head.find('\0') != head.npos;
}

}  // namespace

std::string_view to_text(ArchiveKind kind) {
  constexpr std::array kNames = {"zip"sv,  "tar"sv,   "ar"sv, "7z"sv,
                                 "gzip"sv, "bzip2"sv, "xz"sv, "zstd"sv};
  return kNames[static_cast<std::size_t>(kind)];
}

bool is_compression(ArchiveKind kind) { return kind >= ArchiveKind::kGzip; }

std::optional<ArchiveKind> archive_kind(std::string_view beginning) {
  for (const Magic& magic : kMagics) {
    if (beginning.starts_with(magic.bytes)) return magic.kind;
  }
  if (is_gzip(beginning)) return ArchiveKind::kGzip;
  if (is_bzip2(beginning)) return ArchiveKind::kBzip2;
  if (is_deb(beginning)) return ArchiveKind::kAr;
  if (is_tar(beginning)) return ArchiveKind::kTar;
  return std::nullopt;
}

}  // namespace patrol
