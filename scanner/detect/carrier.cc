#include "scanner/detect/carrier.h"

#include <algorithm>
#include <array>

#include "scanner/detect/azure_devops_carrier.h"
#include "scanner/detect/entra_carrier.h"
#include "scanner/detect/login_carrier.h"
#include "scanner/detect/npmrc_carrier.h"

namespace patrol {
namespace {

constexpr std::array<Carrier, 5> kCarriers = {{
    {"azure-devops", read_azure_devops_carrier},
    {"entra", read_entra_carrier},
    {"npmrc", read_npmrc_carrier},
    {"pgpass", read_pgpass_carrier},
    {"url", read_url_carrier},
}};

}  // namespace

CarrierWindow carrier_window(const Place& place) {
  const std::uint64_t begin =
      place.where.begin - std::min(place.where.begin, kCarrierBytes);
  return {place.text.substr(begin, place.where.end - begin + kCarrierBytes),
          {place.where.begin - begin, place.where.end - begin}};
}

const Carrier* find_carrier(std::string_view name) {
  for (const Carrier& carrier : kCarriers) {
    if (carrier.name == name) return &carrier;
  }
  return nullptr;
}

}  // namespace patrol
