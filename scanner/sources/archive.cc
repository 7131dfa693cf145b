#include "scanner/sources/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/core/memory_input.h"
#include "scanner/sources/archive_memory.h"

namespace patrol {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10;

// libarchive seeks to the end only to see that an offset is not behind it. To
// read there would tell it as well, so any input is said to be large enough.
constexpr la_int64_t kFarEnd = la_int64_t{1} << 62;

constexpr char kTooMuchMemory[] =
    "limit: an archive that needs too much memory to be unpacked";
constexpr std::string_view kNothingMore = "; the rest of it was not read";

struct Free {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using Handle = std::unique_ptr<archive, Free>;

int support_compression(archive* handle, int filter) {
  // An empty stream is no "raw" one.
  archive_read_support_format_empty(handle);
  archive_read_support_format_raw(handle);
  return archive_read_append_filter(handle, filter);
}

int support(archive* handle, ArchiveKind kind) {
  switch (kind) {
    case ArchiveKind::kZip:
      return archive_read_support_format_zip_streamable(handle);
    case ArchiveKind::kTar:
      archive_read_support_format_tar(handle);
      // `cat a.tar b.tar` is one archive to patrol, and to `tar -i`.
      return archive_read_set_format_option(handle, "tar",
                                            "read_concatenated_archives", "1");
    case ArchiveKind::kAr:
      return archive_read_support_format_ar(handle);
    case ArchiveKind::kSevenZip:
      return archive_read_support_format_7zip(handle);
    case ArchiveKind::kGzip:
      return support_compression(handle, ARCHIVE_FILTER_GZIP);
    case ArchiveKind::kBzip2:
      return support_compression(handle, ARCHIVE_FILTER_BZIP2);
    case ArchiveKind::kXz:
      return support_compression(handle, ARCHIVE_FILTER_XZ);
    case ArchiveKind::kZstd:
      break;
  }
  return support_compression(handle, ARCHIVE_FILTER_ZSTD);
}

// While it lives, names of this thread are UTF-8. In the "C" locale, in which
// patrol runs, libarchive can say no name that is not ASCII.
class Utf8Names {
 public:
  Utf8Names() : before_(::uselocale(utf8())) {}
  ~Utf8Names() { ::uselocale(before_); }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  // Null, where the system has none: then the locale stays.
  static locale_t utf8() {
    static const locale_t kUtf8 =
        ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return kUtf8;
  }

  locale_t before_;
};

// Names in no known encoding (tar, old zips) have no UTF-8 form.
std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return name == nullptr ? "?" : name;
}

// A hard link holds nothing, but pax allows one that repeats the content.
bool has_content(archive_entry* entry) {
  const bool is_link = archive_entry_hardlink(entry) != nullptr ||
                       archive_entry_symlink(entry) != nullptr;
  return archive_entry_filetype(entry) == AE_IFREG &&
         (!is_link || archive_entry_size(entry) > 0);
}

// All of an input, in memory that counts with that of the decompressors: a 7z
// in a 7z in a 7z is copied three times.
class Copy {
 public:
  // Error: `input` fails, is larger than `limit`, or there is no memory left.
  Result<void> fill(Input& input, std::size_t limit) {
    for (;;) {
      if (size_ == capacity_ && !grow()) {
        ArchiveMemory::take_refused();  // it is said here
        return Error{kTooMuchMemory};
      }
      const Result<std::size_t> size =
          input.read(bytes_.get() + size_, capacity_ - size_);
      if (!size) return size.error();
      if (*size == 0) return {};
      size_ += *size;
      if (size_ > limit) {
        return Error{"limit: a 7z that is no file of its own and too large"};
      }
    }
  }

  std::string_view bytes() const { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };

  bool grow() {
    const std::size_t capacity = std::max(kBlock, 2 * capacity_);
    void* moved = std::realloc(bytes_.get(), capacity);
    if (moved == nullptr) return false;
    static_cast<void>(bytes_.release());
    bytes_.reset(static_cast<char*>(moved));
    capacity_ = capacity;
    return true;
  }

  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace

// Also the content of the member that it stands at.
class Archive::Reader final : public Input {
 public:
  Reader(ArchiveKind kind, Input& input, ArchiveBudget& budget);
  std::optional<Member> next();
  Result<std::size_t> read(char* to, std::size_t capacity) override;

 private:
  static la_ssize_t give(archive*, void* self, const void** block);
  static la_int64_t move(archive*, void* self, la_int64_t by, int whence);

  Result<void> open();
  Result<void> make_seekable();
  Result<std::size_t> next_block();
  void read_data();
  std::optional<Member> pass_member();
  std::optional<Member> read_header();
  Member end_with(Error error);
  Error problem(int status);

  const ArchiveKind kind_;
  Input* input_;
  ArchiveBudget& budget_;
  std::vector<char> block_ = std::vector<char>(kBlock);
  Copy copy_;  // of the input, where it cannot seek and must
  std::optional<MemoryInput> copied_input_;
  std::uint64_t position_ = 0;        // in the input
  std::optional<Error> input_error_;  // the input failed, and stays so
  Handle handle_;                     // null: not opened yet
  bool is_over_ = false;              // no further member can be read

  // The member, after next() gave one with content.
  bool is_inside_ = false;
  std::string name_;
  std::string_view data_;         // unpacked, not read yet
  bool at_end_ = false;           // nothing comes after data_
  std::optional<Error> failure_;  // comes after data_
  bool is_told_ = false;          // read() has returned it
};

Archive::Reader::Reader(ArchiveKind kind, Input& input, ArchiveBudget& budget)
    : kind_(kind), input_(&input), budget_(budget) {}

Result<void> Archive::Reader::open() {
  if (kind_ == ArchiveKind::kSevenZip) {
    if (Result<void> made = make_seekable(); !made) return made;
  }
  handle_.reset(archive_read_new());
  if (!handle_) return problem(ARCHIVE_FATAL);
  if (const int status = support(handle_.get(), kind_); status != ARCHIVE_OK) {
    return problem(status);
  }
  archive_read_set_callback_data(handle_.get(), this);
  archive_read_set_read_callback(handle_.get(), give);
  // The other formats would use it to skip what they need not skip.
  if (kind_ == ArchiveKind::kSevenZip) {
    archive_read_set_seek_callback(handle_.get(), move);
  }
  const int status = archive_read_open1(handle_.get());
  // libarchive takes a stream that breaks at once for an empty one; but it has
  // noted why.
  const bool is_broken =
      is_compression(kind_) && archive_errno(handle_.get()) != 0;
  if (status != ARCHIVE_OK || is_broken) return problem(ARCHIVE_FATAL);
  return {};
}

Result<void> Archive::Reader::make_seekable() {
  if (input_->seek(0)) return {};
  Result<void> filled = copy_.fill(*input_, budget_.limits().copied_bytes);
  if (filled) input_ = &copied_input_.emplace(copy_.bytes());
  return filled;
}

// Called by libarchive, through which nothing may be thrown.
la_ssize_t Archive::Reader::give(archive* handle, void* self,
                                 const void** block) {
  Reader& reader = *static_cast<Reader*>(self);
  const Result<std::size_t> size = reader.next_block();
  if (!size) {
    archive_set_error(handle, EIO, "%s", size.error().message.c_str());
    return -1;
  }
  *block = reader.block_.data();
  return static_cast<la_ssize_t>(*size);
}

Result<std::size_t> Archive::Reader::next_block() {
  if (!input_error_) {
    try {
      Result<void> paid = budget_.pay_bytes(0);
      if (!paid) {
        input_error_ = paid.error();
        return *input_error_;
      }
      Result<std::size_t> size = input_->read(block_.data(), block_.size());
      if (size) {
        position_ += *size;
        return size;
      }
      input_error_ = size.error();
    } catch (const std::exception& thrown) {
      input_error_ = Error{thrown.what()};
    }
  }
  return *input_error_;
}

la_int64_t Archive::Reader::move(archive*, void* self, la_int64_t by,
                                 int whence) {
  Reader& reader = *static_cast<Reader*>(self);
  if (whence == SEEK_END) return kFarEnd;
  if (whence == SEEK_CUR) by += static_cast<la_int64_t>(reader.position_);
  if (by < 0) return ARCHIVE_FATAL;
  const auto offset = static_cast<std::uint64_t>(by);
  if (!reader.input_->seek(offset)) return ARCHIVE_FATAL;
  reader.position_ = offset;
  return by;
}

// Why libarchive returned `status`, and what that means for the rest.
Error Archive::Reader::problem(int status) {
  is_over_ = is_over_ || status == ARCHIVE_FATAL;
  if (input_error_) return *input_error_;
  const char* text = handle_ ? archive_error_string(handle_.get()) : nullptr;
  std::string why = text != nullptr ? text : "ends too early";
  why.erase(why.find_last_not_of(" \n") + 1);
  std::string message = std::string(to_text(kind_)) + ": " + why;
  if (ArchiveMemory::take_refused()) {
    message = kTooMuchMemory;
  }
  if (is_over_) message += kNothingMore;
  return Error{std::move(message)};
}

Member Archive::Reader::end_with(Error error) {
  is_over_ = true;
  return {Member::State::kBroken, {}, std::move(error.message)};
}

std::optional<Member> Archive::Reader::next() {
  const Utf8Names names;
  if (!handle_ && !is_over_) {
    if (Result<void> opened = open(); !opened) return end_with(opened.error());
  }
  // Whoever could not pay has said so.
  if (budget_.is_exhausted()) return std::nullopt;
  std::optional<Member> member = pass_member();
  while (!member && !is_over_ && !budget_.is_exhausted()) {
    member = read_header();
  }
  return member;
}

// Reads what is left of the member. Gives it again if that fails.
std::optional<Member> Archive::Reader::pass_member() {
  if (!std::exchange(is_inside_, false)) return std::nullopt;
  while (!at_end_ && !failure_) read_data();
  if (!failure_ || is_told_) return std::nullopt;
  return Member{Member::State::kBroken, std::move(name_), failure_->message};
}

// None: what is there holds no content, or nothing is.
std::optional<Member> Archive::Reader::read_header() {
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(handle_.get(), &entry);
  if (status == ARCHIVE_EOF) {
    if (input_error_) return end_with(*input_error_);
    is_over_ = true;
    return std::nullopt;
  }
  if (status == ARCHIVE_FATAL) {
    const bool is_encrypted =
        kind_ == ArchiveKind::kSevenZip && name_.empty() &&
        archive_read_has_encrypted_entries(handle_.get()) == 1;
    Member member = end_with(problem(status));
    if (is_encrypted) member.state = Member::State::kEncrypted;
    return member;
  }
  if (Result<void> paid = budget_.pay_members(1); !paid) {
    return end_with(paid.error());
  }
  if (!is_compression(kind_)) name_ = name_of(entry);
  if (status < ARCHIVE_WARN) {
    return Member{Member::State::kBroken, name_, problem(status).message};
  }
  if (!has_content(entry)) return std::nullopt;
  if (archive_entry_is_encrypted(entry) != 0) {
    // Where the length comes after the data, this complains that there is no
    // passphrase; the next header would do it in the name of its member.
    archive_read_data_skip(handle_.get());
    return Member{Member::State::kEncrypted, name_, {}};
  }
  is_inside_ = true;
  data_ = {};
  at_end_ = false;
  failure_.reset();
  is_told_ = false;
  return Member{Member::State::kContent, name_, {}};
}

Result<std::size_t> Archive::Reader::read(char* to, std::size_t capacity) {
  while (data_.empty() && !at_end_ && !failure_) read_data();
  if (data_.empty() && failure_) {
    is_told_ = true;
    return *failure_;
  }
  const std::size_t size = std::min(capacity, data_.size());
  if (size != 0) std::memcpy(to, data_.data(), size);
  data_.remove_prefix(size);
  return size;
}

// One more block of the member. What a block gives along with a warning (a
// check sum that does not hold) is content all the same.
void Archive::Reader::read_data() {
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset =
      0;  // counts the holes of a sparse file, which are skipped
  const int status =
      archive_read_data_block(handle_.get(), &block, &size, &offset);
  data_ = {};
  at_end_ = status == ARCHIVE_EOF;
  if (at_end_) return;
  if (status >= ARCHIVE_WARN) data_ = {static_cast<const char*>(block), size};
  if (status != ARCHIVE_OK) failure_ = problem(status);
  // Neither tar nor ar give more than they take.
  const bool expands = kind_ != ArchiveKind::kTar && kind_ != ArchiveKind::kAr;
  Result<void> paid = budget_.pay_bytes(expands ? size : 0);
  if (!paid) {
    failure_ = paid.error();
    data_ = {};
  }
}

Archive::Archive(ArchiveKind kind, Input& input, ArchiveBudget& budget)
    : reader_(std::make_unique<Reader>(kind, input, budget)) {}

Archive::~Archive() = default;

std::optional<Member> Archive::next() { return reader_->next(); }

Input& Archive::content() { return *reader_; }

}  // namespace patrol
