// Every token here is synthetic, made by a separate implementation of the
// published algorithms in another language, and stands in lists of pieces
// (support/joined.h).
#include "scanner/detect/checksum.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/detect/cask.h"
#include "tests/support/joined.h"

namespace patrol {
namespace {

struct Vector {
  const char* what;
  std::string token;
};

bool holds(std::string_view algorithm, std::string_view token,
           View<Text> seeds = {}) {
  return find_checksum(algorithm)->holds(token, seeds);
}

// Every character of `token` changed, one at a time, to another of its class.
std::vector<std::string> typos(const std::string& token) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < token.size(); ++i) {
    all.push_back(token);
    all.back()[i] = token[i] == 'd' ? 'e' : 'd';
  }
  return all;
}

std::string random_text(std::mt19937& random, std::string_view alphabet,
                        std::size_t length) {
  std::string text(length, ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

TEST(Checksum, FindsEachAlgorithmByName) {
  for (const ChecksumAlgorithm& algorithm : checksum_algorithms()) {
    EXPECT_EQ(find_checksum(algorithm.name)->holds, algorithm.holds);
  }
  EXPECT_EQ(checksum_algorithms().size(), 10u);
  EXPECT_EQ(find_checksum(""), nullptr);
  EXPECT_EQ(find_checksum("cas"), nullptr);
}

TEST(Checksum, TakesAnyText) {
  const Text names[] = {"Default0", "short", ""};
  const View<Text> seeds(names);
  for (const ChecksumAlgorithm& algorithm : checksum_algorithms()) {
    for (std::size_t length = 0; length < 100; ++length) {
      EXPECT_FALSE(algorithm.holds(std::string(length, '='), seeds));
      EXPECT_FALSE(algorithm.holds(std::string(length, '\0'), seeds));
      EXPECT_FALSE(algorithm.holds(std::string(length, '_'), seeds));
    }
  }
}

const Vector kLegacy[] = {
    {"user",
     joined({"3llw7cogvsxeoi4h54uw", "ql4tdbzwlzqhs6wkldm6", "w4axyuiyvrfq"})},
    {"application",
     joined({"r5wr523g2tlw7w6aj2gb", "kk67lghscvumhpbon7gm", "wbksrozd2paa"})},
    {"user",
     joined({"u6t5nmfj6w4jvxhwdzrz", "p5sdn62t3d44buagze66", "uyntzmdwfmfa"})},
    {"application",
     joined({"mdgsn35z5a4yeg4tvv23", "ljrsro2kpxm2xed35l5v", "qs3j6n6abara"})},
};

TEST(AzureDevopsLegacy, AcceptsBothKindsOfTokens) {
  for (const Vector& v : kLegacy) {
    EXPECT_TRUE(holds("azure-devops-legacy", v.token)) << v.what;
  }
}

TEST(AzureDevopsLegacy, RefusesEveryTypo) {
  for (const std::string& token : typos(kLegacy[0].token)) {
    if (token == kLegacy[0].token) continue;
    EXPECT_FALSE(holds("azure-devops-legacy", token));
  }
}

TEST(AzureDevopsLegacy, RefusesWhatIsNot52CharactersOfBase32) {
  const std::string token = kLegacy[0].token;
  EXPECT_FALSE(holds("azure-devops-legacy", token.substr(1)));
  EXPECT_FALSE(holds("azure-devops-legacy", token + "a"));
  EXPECT_FALSE(holds("azure-devops-legacy", token.substr(0, 51) + "b"));
  EXPECT_FALSE(holds("azure-devops-legacy", token.substr(0, 51) + "1"));
}

// By chance 2^-31 pass, so of a million none, for this seed and nearly any.
TEST(AzureDevopsLegacy, PassesNoRandomText) {
  std::mt19937 random(20240703);
  for (int i = 0; i < 1000000; ++i) {
    std::string token =
        random_text(random, "abcdefghijklmnopqrstuvwxyz234567", 52);
    token.back() = i % 2 == 0 ? 'a' : 'q';
    ASSERT_FALSE(holds("azure-devops-legacy", token)) << i;
  }
}

const Vector kCask[] = {
    {"form A",
     joined({"JkLqjcG9jSbuvVZWM4hb", "J3GqDtkhbs1wMMgt2EFn", "RaMwPCgd049pJQQ",
             "J99CFACAAAAAAAAAAAAASAZD", "O2yi3"})},
    {"form B",
     joined({"JkLqjcG9jSbuvVZWM4hb", "J3GqDtkhbs1wMMgt2EFn", "RaMwPCgd049pJQQ",
             "J99CFACAAAAAAAAAAAAASAZD", "Ooq6B"})},
    {"form A, filled up on the right",
     joined({"pDHHzJ4TAeZH4vzrq9g3", "NC6wN2Nl5wngwjd20b2w", "LblVjPUntdPdJQQ",
             "J99CFACAAAAAAAAAAAAASAZD", "OvGZJ"})},
    {"form B with a slash",
     joined({"KsQdMnpnlGQbpHh4XoDp", "EO5CfwC9ON0RlwO3eI04", "XdNvuCaWLND8JQQ",
             "J99CFACAAAAAAAAAAAAASAZD", "O0W/1"})},
    {"form A with a leading zero byte",
     joined({"nB4OMOQ4A4UqA7XPrJlm", "S6wpYzLna1VLpkta8S3C", "5JjGnfR3LIsPJQQ",
             "J99CCACAAAAAAAAAAAAASAZD", "O0iCz"})},
    {"derived key",
     joined({"D8ylUkCNmNNCBdGEtTt2", "wxnsZwtXrlAnUrKbVVpk", "s2ZLWujwYjYjJQQ",
             "J9DBLACAAAAAAAAAAAAASAZD", "O2D0k"})},
    {"hash of a key",
     joined({"D8ylUkCNmNNCBdGEtTt2", "wxnsZwtXrlAnUrKbVVpk", "s2ZLWujwYjYjJQQ",
             "J9HAAACAAAAAAAAAAAAASAZD", "Od17T"})},
    {"long form A, sixth digit as base64 writes it",
     joined({"7o00moP070PTX4qUBvKL", "it0Qrid4bTSTgjaBCqc0", "g5WUTAGBhOcSJQQ",
             "J99CCACAAAAAAAAAAAAAAAZA", "CJnjugw=="})},
    {"long form A, sixth digit as base62 writes it",
     joined({"7o00moP070PTX4qUBvKL", "it0Qrid4bTSTgjaBCqc0", "g5WUTAGBhOcSJQQ",
             "J99CCACAAAAAAAAAAAAAAAZA", "CJnjug0=="})},
    {"long form B",
     joined({"7o00moP070PTX4qUBvKL", "it0Qrid4bTSTgjaBCqc0", "g5WUTAGBhOcSJQQ",
             "J99CCACAAAAAAAAAAAAAAAZA", "CEXDMFg=="})},
};

TEST(Cask, AcceptsEveryWayOfWritingTheDigits) {
  for (const Vector& v : kCask) {
    EXPECT_TRUE(holds("cask", v.token)) << v.what;
  }
}

TEST(Cask, RefusesEveryTypo) {
  for (const Vector& v : kCask) {
    for (const std::string& token : typos(v.token)) {
      if (token == v.token) continue;
      EXPECT_FALSE(holds("cask", token)) << v.what;
    }
  }
}

TEST(Cask, RefusesOtherLengths) {
  const std::string token = kCask[0].token;
  EXPECT_FALSE(holds("cask", token.substr(0, 83)));
  EXPECT_FALSE(holds("cask", token + "0"));
  EXPECT_FALSE(holds("cask", token + "0000"));
}

// Samples of manuals and other tools' tests that were edited by hand.
TEST(Cask, RefusesEditedSamples) {
  std::string token = kCask[0].token;
  for (const char* standard : {"JQQJ98", "JQQJ96", "JQQJ77"}) {
    EXPECT_FALSE(holds("cask", token.replace(52, 6, standard)));
  }
}

TEST(EntraClientSecret, ReproducesThePublishedVector) {
  const std::string z31(31, 'z');
  EXPECT_TRUE(holds("entra-client-secret", "zzz8Q~" + z31 + "blP"));
  EXPECT_FALSE(holds("entra-client-secret", "zzz8Q~" + z31 + "blQ"));
  EXPECT_FALSE(holds("entra-client-secret", "zzy8Q~" + z31 + "blP"));
}

TEST(EntraClientSecret, HoldsForOneMoreAndRefusesItsTypos) {
  const std::string token =
      joined({"BXm8", "Q~USIhZSYVh.fn9rOPjp", "UMcERQMcjGN.kaxI"});
  EXPECT_TRUE(holds("entra-client-secret", token));
  for (const std::string& typo : typos(token)) {
    if (typo == token) continue;
    EXPECT_FALSE(holds("entra-client-secret", typo));
  }
}

TEST(EntraClientSecret, NeedsItsMarkAndLength) {
  const std::string z31(31, 'z');
  EXPECT_FALSE(holds("entra-client-secret", "zzz7Q~" + z31));
  EXPECT_FALSE(holds("entra-client-secret", "zzz7Q~" + z31 + "blP"));
  EXPECT_FALSE(holds("entra-client-secret", "zzz8Q~" + z31 + "bl"));
}

const Vector kGithub[] = {
    {"ghp", joined({"ghp", "_suBqcNgZvzd8iFJoKsu", "6IkALiSlTgL20yi5e"})},
    {"npm", joined({"npm_jvWwSfWyvGxfINqh", "Rr8hNYZQQIhHBJ1cABab"})},
    {"long ghr", joined({"ghr", "_BXmBdypB32nl3BTiHoq", "c2O86IDh8SWJitD05JnK",
                         "3PGSFYl2EmP0imNnGFoh", "EyeFzVAG8tS3vPgqe"})},
    {"digits with a leading zero",
     joined({"ghp", "_808xFiuZNLx7ZR3hEpP", "JhTv2MrtOQW0IAZ27"})},
};

TEST(Base62Crc32, AcceptsTokensOfGithubAndNpm) {
  for (const Vector& v : kGithub) {
    EXPECT_TRUE(holds("base62-crc32", v.token)) << v.what;
  }
}

TEST(Base62Crc32, RefusesEveryTypoAfterThePrefix) {
  for (const Vector& v : kGithub) {
    const std::vector<std::string> all = typos(v.token);
    for (std::size_t i = 4; i < all.size(); ++i) {
      if (all[i] == v.token) continue;
      EXPECT_FALSE(holds("base62-crc32", all[i])) << v.what;
    }
  }
}

TEST(Base62Crc32, NeedsAPrefixAndABody) {
  EXPECT_FALSE(holds("base62-crc32", kGithub[0].token.substr(4)));
  EXPECT_FALSE(holds("base62-crc32", "ghp_000000"));
  EXPECT_FALSE(holds("base62-crc32", "ghp_"));
}

const Vector kAtlassian[] = {
    {"API token", joined({"ATA", "TT3xFfGF0D55VIRf5XKp", "ojQnaRKInANq1eSsjJ_m",
                          "5vb4GBXlW=6AF373EA"})},
    {"Bitbucket app password",
     joined({"ATB", "BlZ8EVeIz4J7utmglhJ1", "LcaEL074ACFCC"})},
    {"digits with a leading zero",
     joined({"ATB", "BjvhmEZNQVrWyU4TZqlF", "1ee8w03E10629"})},
};
const Vector kConfluent[] = {
    {"API secret",
     joined({"cfl", "tHIbvp/Xp/Z2Z4RTggVK", "3tK+YbJ+T9urPkKIM2u4",
             "vl7jRmXzqnL73WfSMxhC", "g"})},
    {"another", joined({"cfl", "tbzSsv2/UIh18GiQhJdq", "ilw+NyK/hPA6FXBeIWG8",
                        "XL2BscbFu9ZYi49vQhKU", "Q"})},
};
const Vector kGrafana[] = {
    {"service account",
     joined({"gls", "a_waVrmJAF1CXISADWcG", "NkO7rsVT7zvwX1_a96cb", "be1"})},
    {"another",
     joined({"gls", "a_uklYeZuK2wxilBCx24", "XYM0shZFdM4HEi_c367a", "3cf"})},
};
const Vector kGitlab[] = {
    {"personal", joined({"glp", "at-pufyt79q7AVI_Uh1e", "iOf-m86MQp1OjJ4OWsK.",
                         "01.100t1r4l4"})},
    {"a prefix that ends as base64url does",
     joined({"glr", "t-t1_oCaNNZxnLcIACOr", "l19YQnmM6MQpnOnp6Cm8",
             "6NQpwOjFpOQp0OjIW.01", ".1g14m794h"})},
    {"digits with two leading zeros",
     joined({"gld", "t-QYtxRpevh6s-Fqvrre", "MKbG86MQM.01.0r00onj", "xd"})},
};

struct CrcFamily {
  const char* algorithm;
  View<Vector> tokens;
  std::size_t uncovered;  // characters of a prefix that the digits leave out
};
const CrcFamily kCrcFamilies[] = {{"atlassian-crc32", kAtlassian, 0},
                                  {"confluent-crc32", kConfluent, 4},
                                  {"gitlab-routable", kGitlab, 0},
                                  {"grafana-crc32", kGrafana, 0}};

TEST(CrcDigits, HoldForTokensOfEachProvider) {
  for (const CrcFamily& family : kCrcFamilies) {
    for (const Vector& v : family.tokens) {
      EXPECT_TRUE(holds(family.algorithm, v.token))
          << family.algorithm << ": " << v.what;
    }
  }
}

TEST(CrcDigits, RefuseEveryTypo) {
  for (const CrcFamily& family : kCrcFamilies) {
    for (const Vector& v : family.tokens) {
      const std::vector<std::string> all = typos(v.token);
      for (std::size_t i = family.uncovered; i < all.size(); ++i) {
        if (all[i] == v.token) continue;
        EXPECT_FALSE(holds(family.algorithm, all[i]))
            << family.algorithm << ": " << v.what << ", at " << i;
      }
    }
  }
}

TEST(CrcDigits, RefuseTheDigitsAlone) {
  for (const CrcFamily& family : kCrcFamilies) {
    for (std::size_t length = 0; length < 14; ++length) {
      const std::string& token = family.tokens[0].token;
      EXPECT_FALSE(holds(family.algorithm, token.substr(token.size() - length)))
          << family.algorithm << ", " << length;
    }
  }
}

TEST(CrcDigits, AreOfOneCase) {
  std::string token = kAtlassian[0].token;
  token.replace(token.size() - 8, 8, "6af373ea");
  EXPECT_FALSE(holds("atlassian-crc32", token));
  token = kGrafana[0].token;
  token.replace(token.size() - 8, 8, "A96CBBE1");
  EXPECT_FALSE(holds("grafana-crc32", token));
}

struct KeyVector {
  const char* family;
  std::string key;
  Text seed;
};
const KeyVector kKeys[] = {
    {"Storage",
     joined({"5Xg/dwj/1yhlzBPeBokc", "0I80G9f8QUJip/03DjG3",
             "N+SBYj2AgN0igHl+DkbE", "sYBxR8A8tMqJoTJV+AS", "tZJzlmA=="}),
     "Default0"},
    {"Cosmos DB",
     joined({"5Xg/dwj/1yhlzBPeBokc", "0I80G9f8QUJip/03DjG3",
             "N+SBYj2AgN0igHl+DkbE", "sYBxR8A8tMqJoTJVACD", "bsP8idw=="}),
     "MastRO00"},
    {"Service Bus",
     joined({"5Xg/dwj/1yhlzBPeBokc", "0I80G9f8QUJip+AS", "bOwAbD0="}),
     "Listen00"},
    {"Container Registry",
     joined(
         {"5Xg/dwj/1yhlzBPeBokc", "0I80G9f8QUJip/03DjG3", "N++AC", "RBYokJg"}),
     "ACRDflt0"},
    {"AI Search",
     joined(
         {"suBqcNgZvzd8iFJoKsu6", "IkALiSlTgL8bpG0xMhQC", "wMAzS", "eCwEhiS"}),
     "Query000"},
    {"Functions, base64url",
     joined({"5Xg_dwj_1yhlzBPeBokc", "0I80G9f8QUJip_03DjG3", "N-SBAzF",
             "ujV-Ywg=="}),
     "Master00"},
};

TEST(Marvin32Base64, AcceptsKeysOfEachLength) {
  for (const KeyVector& v : kKeys) {
    EXPECT_TRUE(holds("marvin32-base64", v.key, {&v.seed, 1})) << v.family;
  }
}

TEST(Marvin32Base64, RefusesEveryTypo) {
  for (const KeyVector& v : kKeys) {
    for (const std::string& key : typos(v.key)) {
      if (key == v.key) continue;
      EXPECT_FALSE(holds("marvin32-base64", key, {&v.seed, 1})) << v.family;
    }
  }
}

TEST(Marvin32Base64, TriesEverySeed) {
  const Text seeds[] = {"Send0000", "Listen00", "Manage00"};
  EXPECT_TRUE(holds("marvin32-base64", kKeys[2].key, seeds));
  EXPECT_FALSE(holds("marvin32-base64", kKeys[2].key, {seeds, 1}));
  EXPECT_FALSE(holds("marvin32-base64", kKeys[2].key));
}

}  // namespace
}  // namespace patrol
