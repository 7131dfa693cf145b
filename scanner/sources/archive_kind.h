// Is this an archive? Told from the bytes alone: a jar, a wheel, a .docx and a
// .nupkg are zips whatever they are called, and a text that is called .zip is
// none.
//
// A false "yes" would take a text away from the rules that were to read it, so
// every kind asks for more than its magic number where that could stand in a
// text: the two of plain letters (bz2, deb) for the header behind it, and tar,
// which has no magic number at its beginning, for a header whose check sum
// holds and that holds a NUL, as every tar header does and no text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

enum class ArchiveKind : std::uint8_t {
  kZip,  // jar, war, apk, nupkg, vsix, whl, docx, xlsx, odt …
  kTar,
  kAr,  // deb alone: a library of a linker is a binary file
  kSevenZip,
  // Compressions: one stream, which may be anything, and has no name.
  kGzip,
  kBzip2,
  kXz,
  kZstd,
};

// "zip", "tar", "7z": for a person.
std::string_view to_text(ArchiveKind);

bool is_compression(ArchiveKind);

// Nothing beyond is looked at: the header of a tar.
inline constexpr std::size_t kArchiveHeadBytes = 512;

// `beginning`: the blob's first kArchiveHeadBytes, or more, or all of it.
std::optional<ArchiveKind> archive_kind(std::string_view beginning);

}  // namespace patrol
