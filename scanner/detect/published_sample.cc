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
    {32, 0x776DE070},   // Stripe, test mode
    {32, 0x396D8142},   // Stripe, test mode
    {32, 0x401F50A0},   // Stripe, test mode
    {44, 0x2831AFE3},   // Telegram
    {59, 0x72024BFF},   // Discord
    {59, 0x916D6D4C},   // the guide of discord.js
    {38, 0x770E6700},   // Ceph, "User Management"
    {38, 0x5339CECE},   // Ceph, "User Management"
    {38, 0xF35B122B},   // Ceph, "User Management"
    {38, 0x149326A1},   // Ceph, "User Management"
    {38, 0x48ADC857},   // Ceph, "User Management"
    {20, 0xD9FED638},   // NS1, the manual of its PHP library
    {20, 0xD7413B97},   // NS1, the manual of its PHP library
    {43, 0x2170C957},   // AWS, "create-custom-key-store"
    {43, 0x25D0701C},   // AWS, "create-service-specific-credential"
    {43, 0xC6A7FE9D},   // AWS, "reset-service-specific-credential"
    {24, 0x9DD12FE4},   // AWS, "associate-virtual-interface"
    {24, 0x731C8D98},   // AWS, "create-transit-virtual-interface"
    {40, 0xF1301C10},   // AWS, "update-api-key"
    {17, 0x988E4F4F},   // AWS, "create-user" of ElastiCache
    {86, 0xB43E0E2D},   // Azurite and the Storage emulator, everybody's key
    {29, 0xFDCDE25C},   // GitHub's API, "Create a registration token"
    {29, 0x6DB57D8A},   // GitHub's API, "Create a remove token"
    {86, 0xAE9FEEF4},   // Ansible, loganalytics
    {40, 0xAFC0A29E},   // Ansible, datadog_event
    {32, 0xC7E33AD2},   // Ansible, grove
    {64, 0xC8B0D5EA},   // Ansible, ipa_otptoken
    {43, 0xFE07FCE9},   // AWS, DataSync's API: a signature of Azure's
    {128, 0x80EC0856},  // Rails, "The Rails Command Line"
    {895, 0x67E315A1},  // AWS, IAM Identity Center's API: the payload
    {839, 0xDD404E4C},  // AWS, IAM Identity Center's API: the payload
    {711, 0x2691A17E},  // Microsoft, "ID tokens" (Abe Lincoln): the payload
    {43, 0xE9326B3B},   // systemd.netdev(5): a key of WireGuard
    {94, 0xDA63D71C},   // RFC 7515, A.1 to A.3: the payload
    {610, 0x088B1A14},  // HTTP Signatures, "Test Values": the key's bytes
    {67, 0xAE0E0209},   // Ansible, the manual of its sumologic plugin
    {75, 0x412E09C0},   // BIP 39, test vectors; others repeat few words
    {79, 0x3FA35A65},   // BIP 39, test vectors
    {76, 0xC29AE546},   // BIP 39, test vectors
    {119, 0xF4289E47},  // BIP 39, test vectors
    {156, 0x8A3FD0C1},  // BIP 39, test vectors
    {72, 0x1154107E},   // BIP 39, test vectors
    {106, 0xA72024A4},  // BIP 39, test vectors
    {156, 0x8EC09404},  // BIP 39, test vectors
    {74, 0x57DCBB71},   // BIP 39, test vectors
    {118, 0xF5EE4A24},  // BIP 39, test vectors
    {146, 0x211A34FB},  // BIP 39, test vectors
    {78, 0x989DD5E5},   // BIP 39, test vectors
    {120, 0x0A7825B9},  // BIP 39, test vectors
    {152, 0x35904622},  // BIP 39, test vectors
    {74, 0x76C23BA3},   // Truffle, "truffle develop": the phrase
    {78, 0x421558D5},   // Ganache, --deterministic: the phrase
    {69, 0x9C72EE91},   // Substrate, its development accounts' phrase
    {75, 0xAF4CBDDA},   // ethers.js, its manual's phrase
    {72, 0x3B9509F6},   // "Mastering Bitcoin": the phrase of 12 words
    {147, 0x36B02627},  // "Mastering Bitcoin": the phrase of 24 words
    {79, 0x36CB50C8},   // Solana, its manual's phrase
    {76, 0xF7D14492},   // Solana, its manual's phrase
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
