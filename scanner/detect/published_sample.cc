#include "scanner/detect/published_sample.h"

#include <cstddef>
#include <cstdint>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

struct Sample {
  std::size_t length;
  std::uint32_t crc;
};

constexpr Sample kSamples[] = {
    {32, 0x776DE070},  // Stripe, test mode
    {32, 0x396D8142},  // Stripe, test mode
    {32, 0x401F50A0},  // Stripe, test mode
    {44, 0x2831AFE3},  // Telegram
    {59, 0x72024BFF},  // Discord
    {59, 0x916D6D4C},  // the guide of discord.js
};

}  // namespace

bool is_published_sample(std::string_view secret) {
  const std::uint32_t crc = crc32(secret);
  for (const Sample& sample : kSamples) {
    if (sample.crc == crc && sample.length == secret.size()) return true;
  }
  return false;
}

}  // namespace patrol
