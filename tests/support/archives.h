// Archives made in memory, by libarchive's own writer, while a test runs. What
// that cannot write (broken ones) the tests make from these.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patrol {

using Members = std::vector<std::pair<std::string, std::string>>;

inline la_ssize_t append_archive(archive*, void* to, const void* bytes,
                                 std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

// REQUIRES: `set_format` gives ARCHIVE_OK for a new writer.
template <typename SetFormat>
std::string made_archive(SetFormat set_format, const Members& members) {
  std::string bytes;
  archive* writer = archive_write_new();
  EXPECT_EQ(set_format(writer), ARCHIVE_OK) << archive_error_string(writer);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open(writer, &bytes, nullptr, append_archive, nullptr);
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK)
        << archive_error_string(writer);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  return bytes;
}

inline std::string made_zip(const Members& members) {
  return made_archive(archive_write_set_format_zip, members);
}
inline std::string made_tar(const Members& members) {
  return made_archive(archive_write_set_format_ustar, members);
}
inline std::string made_ar(const Members& members) {
  return made_archive(archive_write_set_format_ar_svr4, members);
}
inline std::string made_7z(const Members& members) {
  return made_archive(archive_write_set_format_7zip, members);
}

// `content` alone, compressed; `add_filter` is archive_write_add_filter_gzip …
template <typename AddFilter>
std::string compressed(AddFilter add_filter, const std::string& content) {
  return made_archive(
      [&](archive* writer) {
        archive_write_set_format_raw(writer);
        return add_filter(writer);
      },
      {{"content", content}});
}

}  // namespace patrol
