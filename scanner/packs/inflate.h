// What git compressed, unpacked: zlib streams of loose objects and of packs.
//
// git knows the size of what it unpacks before it does, so nearly all is
// unpacked in one piece into memory of that size, which libdeflate does two to
// three times as fast as zlib. It cannot stop on the way, though: what must be
// looked at before it is unpacked (the header of a loose object), or is too
// large for memory, is read through zlib, piece by piece. Both check the
// Adler-32 at the end of a stream. inflate.cc is the only file that knows
// either library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "scanner/core/input.h"
#include "scanner/core/result.h"

namespace patrol {

// One thread's: 11 KB of tables, reused from stream to stream.
class Inflater {
 public:
  Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;
  ~Inflater();

  // Unpacks the stream that `compressed` begins with; what follows it is not
  // looked at. Returns the bytes of `compressed` that it took. Error: the
  // stream is damaged or cut off, or holds more or less than `exact_size`
  // bytes; what is at `to` is then undefined. REQUIRES: room for `exact_size`
  // bytes at `to`, which may be null for 0.
  Result<std::size_t> zlib(std::string_view compressed, char* to,
                           std::size_t exact_size);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Of the bytes as they are: what a pack's index knows of each object.
std::uint32_t packed_crc32(std::string_view bytes);

// A stream from its beginning on, of any size, in 40 KB of memory. Errors as
// Inflater's. The Adler-32 is checked with the last byte: what came before an
// error may be wrong, too.
class InflatedInput final : public Input {
 public:
  // `compressed` begins with a stream, and must outlive *this.
  explicit InflatedInput(std::string_view compressed);
  InflatedInput(InflatedInput&&) noexcept;
  InflatedInput& operator=(InflatedInput&&) noexcept;
  ~InflatedInput() override;

  Result<std::size_t> read(char* to, std::size_t capacity) override;

  // Bytes of `compressed` taken so far; after the end the stream's size.
  std::size_t consumed() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace patrol
