#include "scanner/detect/structure.h"

#include <array>

#include "scanner/detect/azure_devops_legacy.h"
#include "scanner/detect/cask.h"
#include "scanner/detect/jwt.h"
#include "scanner/detect/private_key.h"

namespace patrol {
namespace {

constexpr std::array<Structure, 4> kStructures = {{
    {"azure-devops-legacy", read_legacy_pat},
    {"cask", read_cask},
    {"jwt", read_jwt},
    {"private-key", read_private_key},
}};

}  // namespace

const Structure* find_structure(std::string_view name) {
  for (const Structure& structure : kStructures) {
    if (structure.name == name) return &structure;
  }
  return nullptr;
}

View<Structure> structures() { return kStructures; }

}  // namespace patrol
