#include "scanner/packs/delta.h"

#include <cstring>

namespace patrol {
namespace {

constexpr std::uint64_t kDefaultCopy = 0x10000;  // for a size of 0

Error corrupt(const char* what) {
  return Error{std::string("a corrupt delta: ") + what};
}

// A number of 7 bits a byte. False: it does not end, or is too large.
bool take_number(std::string_view& rest, std::uint64_t& number) {
  number = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    if (rest.empty()) return false;
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    number |= std::uint64_t{byte & 127U} << shift;
    if ((byte & 128U) == 0) return true;
  }
  return false;
}

// Applies instruction after instruction. Every one is checked before it is
// obeyed.
class Application {
 public:
  Application(std::string_view base, std::string_view instructions, char* to,
              std::uint64_t size, std::vector<CopiedRun>& runs)
      : base_(base), rest_(instructions), to_(to), size_(size), runs_(runs) {}

  Result<void> run() {
    while (!rest_.empty()) {
      const auto code = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      const char* wrong = (code & 128U) != 0 ? copy(code) : insert(code);
      if (wrong != nullptr) return corrupt(wrong);
    }
    if (at_ != size_) return corrupt("it makes less than it says");
    end_run();
    return {};
  }

 private:
  // What is wrong with the instruction; null: it was obeyed.
  const char* insert(std::uint64_t size) {
    if (size == 0) return "a reserved instruction";
    if (rest_.size() < size) return "it is cut off";
    if (size_ - at_ < size) return "it makes more than it says";
    std::memcpy(to_ + at_, rest_.data(), size);
    rest_.remove_prefix(size);
    at_ += size;
    return nullptr;
  }

  const char* copy(unsigned code) {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    for (unsigned i = 0; i < 7; ++i) {
      if ((code >> i & 1U) == 0) continue;
      if (rest_.empty()) return "it is cut off";
      const std::uint64_t byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      if (i < 4) {
        offset |= byte << 8 * i;
      } else {
        size |= byte << 8 * (i - 4);
      }
    }
    if (size == 0) size = kDefaultCopy;
    if (offset > base_.size() || base_.size() - offset < size) {
      return "it copies what is not there";
    }
    if (size_ - at_ < size) return "it makes more than it says";
    std::memcpy(to_ + at_, base_.data() + offset, size);
    note(offset, size);
    at_ += size;
    return nullptr;
  }

  void note(std::uint64_t offset, std::uint64_t size) {
    if (run_.length != 0 && run_.base_end() == offset && run_.end() == at_) {
      run_.length += static_cast<std::uint32_t>(size);
      return;
    }
    end_run();
    run_ = {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(at_),
            static_cast<std::uint32_t>(size)};
  }

  void end_run() {
    if (run_.length >= kLeastRun) runs_.push_back(run_);
    run_ = {};
  }

  std::string_view base_;
  std::string_view rest_;
  char* to_;
  std::uint64_t size_;  // of the result
  std::uint64_t at_ = 0;
  CopiedRun run_{};  // the one that may go on
  std::vector<CopiedRun>& runs_;
};

}  // namespace

Result<DeltaSizes> delta_sizes(std::string_view delta) {
  std::string_view rest = delta;
  DeltaSizes sizes;
  if (!take_number(rest, sizes.base) || !take_number(rest, sizes.result)) {
    return corrupt("no sizes");
  }
  sizes.header = delta.size() - rest.size();
  return sizes;
}

Result<void> apply_delta(std::string_view base, std::string_view delta,
                         const DeltaSizes& sizes, char* to,
                         std::vector<CopiedRun>& runs) {
  runs.clear();
  if (sizes.base != base.size()) {
    return corrupt("it is not made for this base");
  }
  return Application(base, delta.substr(sizes.header), to, sizes.result, runs)
      .run();
}

}  // namespace patrol
