#include "scanner/packs/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <new>

namespace patrol {
namespace {

Error damaged() { return Error{"its compressed data is damaged"}; }

// zlib counts in 32 bits.
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

unsigned piece(std::size_t size) {
  return static_cast<unsigned>(std::min(size, kMostAtOnce));
}

}  // namespace

struct Inflater::State {
  struct Free {
    void operator()(libdeflate_decompressor* unused) const {
      libdeflate_free_decompressor(unused);
    }
  };
  std::unique_ptr<libdeflate_decompressor, Free> tables{
      libdeflate_alloc_decompressor()};
};

Inflater::Inflater() : state_(std::make_unique<State>()) {
  if (state_->tables == nullptr) throw std::bad_alloc();
}
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;
Inflater::~Inflater() = default;

Result<std::size_t> Inflater::zlib(std::string_view compressed, char* to,
                                   std::size_t exact_size) {
  std::size_t taken = 0;
  switch (libdeflate_zlib_decompress_ex(state_->tables.get(), compressed.data(),
                                        compressed.size(), to, exact_size,
                                        &taken, nullptr)) {
    case LIBDEFLATE_SUCCESS:
      return taken;
    case LIBDEFLATE_SHORT_OUTPUT:
      return Error{"it holds less than its size says"};
    case LIBDEFLATE_INSUFFICIENT_SPACE:
      return Error{"it holds more than its size says"};
    case LIBDEFLATE_BAD_DATA:
      break;
  }
  return damaged();
}

std::uint32_t packed_crc32(std::string_view bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

struct InflatedInput::State {
  explicit State(std::string_view compressed) : rest(compressed) {
    if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { inflateEnd(&stream); }

  // One call of zlib; what it answered.
  int step(char* to, std::size_t capacity) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
    stream.avail_in = piece(rest.size());
    stream.next_out = reinterpret_cast<Bytef*>(to);
    stream.avail_out = piece(capacity);
    const unsigned given = stream.avail_in;
    const int answer = inflate(&stream, Z_NO_FLUSH);
    rest.remove_prefix(given - stream.avail_in);
    consumed += given - stream.avail_in;
    return answer;
  }

  std::string_view rest;
  z_stream stream{};
  std::size_t consumed = 0;
  bool at_end = false;
};

InflatedInput::InflatedInput(std::string_view compressed)
    : state_(std::make_unique<State>(compressed)) {}
InflatedInput::InflatedInput(InflatedInput&&) noexcept = default;
InflatedInput& InflatedInput::operator=(InflatedInput&&) noexcept = default;
InflatedInput::~InflatedInput() = default;

Result<std::size_t> InflatedInput::read(char* to, std::size_t capacity) {
  while (!state_->at_end) {
    const int answer = state_->step(to, capacity);
    const std::size_t got = piece(capacity) - state_->stream.avail_out;
    state_->at_end = answer == Z_STREAM_END;
    // Z_BUF_ERROR: it needs bytes that are not there.
    if (answer != Z_OK && answer != Z_STREAM_END) return damaged();
    if (got != 0) return got;
  }
  return std::size_t{0};
}

std::size_t InflatedInput::consumed() const { return state_->consumed; }

}  // namespace patrol
