#include "scanner/detect/cask.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// Built anew for each case; the check digits are no part of the structure.
std::string key(std::string_view kind_and_date, std::string_view signature) {
  return std::string(52, 'r') + "JQQJ9" + std::string(kind_and_date) +
         "ACAAAAAAAAAA"
         "AAAS" +
         std::string(signature) + "0000";
}

TEST(Cask, TellsTheMonthOfCreation) {
  const Facts june_2026 = {{"created", "2026-06"}};
  const Facts january_2024 = {{"created", "2024-01"}};
  EXPECT_EQ(read_cask(key("9CF", "AZAC"), Rule{}), june_2026);
  EXPECT_EQ(read_cask(key("9AA", "AZAC"), Rule{}), january_2024);
}

TEST(Cask, TellsWhenTheYearOfAnAzureDevOpsTokenEnds) {
  const Facts facts = {{"created", "2026-06"},
                       {"year ends", "2027-06 unless extended"}};
  EXPECT_EQ(read_cask(key("9CF", "AZDO"), Rule{}), facts);
}

TEST(Cask, TellsDerivedAndHashedKeys) {
  const Facts derived = {{"created", "2025-12"}, {"kind", "derived key"}};
  const Facts hashed = {{"created", "2025-12"}, {"kind", "hash of a key"}};
  EXPECT_EQ(read_cask(key("DBL", "AZAC"), Rule{}), derived);
  EXPECT_EQ(read_cask(key("HBL", "AZAC"), Rule{}), hashed);
}

TEST(Cask, NamesTheSignatureWhereTheRuleDoesNotKnowTheService) {
  Rule generic;
  generic.generic = true;
  const Facts facts = {{"created", "2026-06"}, {"provider", "QZRT"}};
  EXPECT_EQ(read_cask(key("9CF", "QZRT"), generic), facts);
}

TEST(Cask, ReadsTheLongForm) {
  EXPECT_TRUE(read_cask(key("9CF", "AZAC") + "0A==", Rule{}));
  EXPECT_FALSE(read_cask(key("9CF", "AZAC") + "0A0A", Rule{}));
}

TEST(Cask, RefusesAnotherLayout) {
  EXPECT_FALSE(read_cask(key("9CM", "AZDO"), Rule{}));  // no 13th month
  EXPECT_FALSE(read_cask(key("9C0", "AZDO"), Rule{}));
  EXPECT_FALSE(read_cask(key("9=F", "AZDO"), Rule{}));
  EXPECT_FALSE(read_cask("r" + key("9CF", "AZDO").substr(0, 83), Rule{}));
  EXPECT_FALSE(read_cask("", Rule{}));
}

}  // namespace
}  // namespace patrol
