#include "scanner/packs/loose_objects.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/buffer.h"
#include "scanner/core/digest.h"
#include "scanner/git/files.h"
#include "scanner/packs/mapped_file.h"

namespace patrol {
namespace {

constexpr std::size_t kFolderDigits = 2;

// "commit 18446744073709551615" and a NUL.
constexpr std::size_t kLongestHeader = 28;

struct KindName {
  std::string_view name;
  ObjectKind kind;
};

constexpr KindName kKinds[] = {
    {"commit ", ObjectKind::kCommit},
    {"tree ", ObjectKind::kTree},
    {"blob ", ObjectKind::kBlob},
    {"tag ", ObjectKind::kTag},
};

struct ParsedHeader {
  LooseHeader header;
  std::size_t length = 0;  // with the NUL
};

// A number as git writes it: no sign, no zeros before it.
std::optional<std::uint64_t> decimal(std::string_view digits) {
  if (digits.empty() || (digits[0] == '0' && digits.size() > 1)) {
    return std::nullopt;
  }
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t number = 0;
  for (char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (number > (kMost - digit) / 10) return std::nullopt;
    number = 10 * number + digit;
  }
  return number;
}

// `begin`: the first bytes, unpacked.
std::optional<ParsedHeader> parse_header(std::string_view begin) {
  const std::size_t end = begin.find('\0');
  if (end == begin.npos) return std::nullopt;
  for (const KindName& kind : kKinds) {
    if (!begin.starts_with(kind.name)) continue;
    const auto size =
        decimal(begin.substr(kind.name.size(), end - kind.name.size()));
    if (size) return ParsedHeader{{kind.kind, *size}, end + 1};
  }
  return std::nullopt;
}

// Takes at most `most` bytes from the front of `input`.
Result<std::string> take(Input& input, std::size_t most) {
  std::string bytes(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const auto got = input.read(&bytes[size], most - size);
    if (!got) return got.error();
    if (*got == 0) break;
    size += *got;
  }
  bytes.resize(size);
  return bytes;
}

Result<ParsedHeader> read_header(std::string_view compressed) {
  InflatedInput input(compressed);
  const auto begin = take(input, kLongestHeader);
  if (!begin) return begin.error();
  const auto header = parse_header(*begin);
  if (!header) return Error{"its header is damaged"};
  return *header;
}

Error bytes_follow() { return Error{"bytes follow its compressed data"}; }

ObjectId hash_of(std::string_view bytes, HashKind hash) {
  const auto as_id = [](const auto& digest) {
    return ObjectId::from_raw(
        {reinterpret_cast<const char*>(digest.data()), digest.size()});
  };
  return hash == HashKind::kSha1 ? as_id(sha1(bytes)) : as_id(sha256(bytes));
}

// Contents in pieces, the header taken off.
class LooseInput final : public Input {
 public:
  LooseInput(MappedFile file, const ParsedHeader& header)
      : file_(std::move(file)),
        input_(file_.bytes()),
        header_left_(header.length),
        left_(header.header.size) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    if (header_left_ != 0) {
      const auto header = take(input_, header_left_);
      if (!header) return header.error();
      header_left_ = 0;
    }
    const auto got = input_.read(to, capacity);
    if (!got) return got.error();
    if (*got > left_) return Error{"it holds more than its size says"};
    left_ -= *got;
    if (*got == 0 && left_ != 0) {
      return Error{"it holds less than its size says"};
    }
    if (*got == 0 && input_.consumed() != file_.bytes().size()) {
      return bytes_follow();
    }
    return *got;
  }

 private:
  MappedFile file_;
  InflatedInput input_;
  std::size_t header_left_;
  std::uint64_t left_;  // of the contents
};

}  // namespace

ObjectId id_of(ObjectKind kind, std::string_view contents, HashKind hash) {
  const auto* named = std::ranges::find(kKinds, kind, &KindName::kind);
  std::string whole(named->name);
  whole += std::to_string(contents.size());
  whole += '\0';
  whole += contents;
  return hash_of(whole, hash);
}

std::string LooseObjects::path(const ObjectId& id) const {
  const std::string hex = id.hex(hash_);
  return folder_ + "/" + hex.substr(0, kFolderDigits) + "/" +
         hex.substr(kFolderDigits);
}

std::vector<ObjectId> LooseObjects::list(
    std::vector<std::string>& warnings) const {
  std::vector<ObjectId> ids;
  const auto list_one = [&](const std::string& path, const auto& take_entry) {
    const auto entries = list_folder(path);
    if (!entries) warnings.push_back(path + ": " + entries.error().message);
    if (!entries || !*entries) return;
    for (const FolderEntry& entry : **entries) take_entry(entry);
  };
  list_one(folder_, [&](const FolderEntry& folder) {
    if (folder.name.size() != kFolderDigits) return;
    list_one(folder_ + "/" + folder.name, [&](const FolderEntry& file) {
      const std::string name = folder.name + file.name;
      const auto id = ObjectId::from_hex(name, hash_);
      // git never looks for digits in upper case.
      if (id && id->hex(hash_) == name) ids.push_back(*id);
    });
  });
  return ids;
}

bool LooseObjects::contains(const ObjectId& id) const {
  return exists(path(id));
}

Result<LooseHeader> LooseObjects::header(const ObjectId& id) const {
  const auto file = MappedFile::open(path(id));
  if (!file) return file.error();
  const auto header = read_header(file->bytes());
  if (!header) return header.error();
  return header->header;
}

Result<Object> LooseObjects::read(const ObjectId& id, std::uint64_t most,
                                  Inflater& inflater) const {
  const auto file = MappedFile::open(path(id));
  if (!file) return file.error();
  const auto header = read_header(file->bytes());
  if (!header) return header.error();
  if (header->header.size > most) {
    return Error{"limit: it has " + std::to_string(header->header.size) +
                 " bytes"};
  }
  const std::size_t whole = header->length + header->header.size;
  Object object{header->header.kind, std::string(whole + kPadding, '\0')};
  const auto taken = inflater.zlib(file->bytes(), object.bytes.data(), whole);
  if (!taken) return taken.error();
  if (*taken != file->bytes().size()) return bytes_follow();
  if (hash_of({object.bytes.data(), whole}, hash_) != id) {
    return Error{"its contents are not those that its name stands for"};
  }
  object.bytes.erase(0, header->length);
  object.bytes.resize(header->header.size);
  return object;
}

Result<std::unique_ptr<Input>> LooseObjects::open(const ObjectId& id) const {
  auto file = MappedFile::open(path(id));
  if (!file) return file.error();
  const auto header = read_header(file->bytes());
  if (!header) return header.error();
  return std::unique_ptr<Input>(
      std::make_unique<LooseInput>(*std::move(file), *header));
}

}  // namespace patrol
