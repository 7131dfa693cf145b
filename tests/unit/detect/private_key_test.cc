// Keys made by OpenSSL, ssh-keygen and GnuPG for this test, used nowhere, in
// lists of pieces; and structures built here byte by byte.
#include "scanner/detect/private_key.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "scanner/core/codec.h"
#include "scanner/detect/pem.h"
#include "tests/support/joined.h"

namespace patrol {
namespace {

using std::string_literals::operator""s;

const std::string kRsa = joined(
    {"-----BEG", "IN RSA PRIVAT", "E KEY-----\nMIIBOwIBAAJBAL/I6f3+",
     "o492opBM4FJM1rCQEl+P", "mDDZ6zYZBH2TIUM33KGCaj25\nyLk+FqzkIQsHBtDmZ7aj",
     "Xqjmojvx8xoFJI0CAwEA", "AQJAEqHTUdDOVR7CdmBxnq1G\nYkrs7gnGUGCrgEr367dC",
     "kQQOQmvWrUxggTk68Utg", "R6sCvLU2Hzgc2+Azmix0Tt0R\nBQIhAOOuZHM7MBVwR0nj",
     "/ob6mi6Pk8Juc/LMYMb0", "/sSM6bGXAiEA16OK9oWckMNT\nWbsDNiWu45rd2aegwzt9",
     "eWW/GBAB13sCIQDLEwL5", "XHNYy9pp53dgQSlAGkO6ifXV\nO8Gd82tBOEZAZQIgKySV",
     "UO06fdwWeQVphxPTAcai", "TEG1cFoeqIMq0G2jcLECIQCa\n23epQaeJvYYNCZoQkEqQ",
     "y0Bn0HLjUJoPDePxU0lVVA==\n-----END RSA PRIVAT", "E KEY-----"});

const std::string kRsaPkcs8 = joined(
    {"-----BEG", "IN PRIVAT", "E KEY-----\nMIIBVQIBADANBgkqhkiG",
     "9w0BAQEFAASCAT8wggE7", "AgEAAkEAv8jp/f6jj3aikEzg\nUkzWsJASX4+YMNnrNhkE",
     "fZMhQzfcoYJqPbnIuT4W", "rOQhCwcG0OZntqNeqOaiO/Hz\nGgUkjQIDAQABAkASodNR",
     "0M5VHsJ2YHGerUZiSuzu", "CcZQYKuASvfrt0KRBA5Ca9at\nTGCBOTrxS2BHqwK8tTYf",
     "OBzb4DOaLHRO3REFAiEA", "465kczswFXBHSeP+hvqaLo+T\nwm5z8sxgxvT+xIzpsZcC",
     "IQDXo4r2hZyQw1NZuwM2", "Ja7jmt3Zp6DDO315Zb8YEAHX\newIhAMsTAvlcc1jL2mnn",
     "d2BBKUAaQ7qJ9dU7wZ3z", "a0E4RkBlAiArJJVQ7Tp93BZ5\nBWmHE9MBxqJMQbVwWh6o",
     "gyrQbaNwsQIhAJrbd6lB",
     "p4m9hg0JmhCQSpDLQGfQcuNQ\nmg8N4/FTSVVU\n-----END PRIVAT", "E KEY-----"});

const std::string kRsaEncrypted = joined(
    {"-----BEG", "IN RSA PRIVAT",
     "E KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ",
     "AES-128-CBC,E7DB77B0EFD2B424EA69", "4D485B09C0E4\n\nLrO6q4rL8qdWH5oN9aAc",
     "zYtrAZqHIxG0tAFNRk+r", "TsniteEiFTF7DpLUPWXpQE9o\nhrz76lkUQXzRL7lwK9ih",
     "xnVnvOxsTYQeniMBeE/6", "qNcWB38YMqrcQFQCEUgH6ukJ\nQMCbe5Y5s2CEi40wFeXu",
     "l+33FPnWI1zAMcsnAXXb", "8aTC12UhZSbVxCVg+4u8e5hr\nntPqx8qoazWbiLggH/QW",
     "cRIVpMXG5JmOFJUXVBkS", "VIizwjwK8oO8MXvAYaWyb7AA\nprvwQA4RUWWi6TpAYrW7",
     "nimn9jp4w4dKo7t+G/70", "2F8RLLmcCueimBSTyIUZpaaJ\niAxGud7IC2LrPgJQlpRA",
     "hLO9XLKpyCJhFYXYMF0E", "pO210KDuLYvtp8O4clehzEmR\nCZYyAnct9Q86rqh3pMPZ",
     "MolzRoss6MVJ81XcP95EVqQ=\n-----END RSA PRIVAT", "E KEY-----"});

const std::string kEc = joined(
    {"-----BEG", "IN EC PRIVAT", "E KEY-----\nMHcCAQEEIEwAk2XX/XBA",
     "RTE2AvLu4hhytJfyJeBE", "UGqUekLQ0clboAoGCCqGSM49\nAwEHoUQDQgAENVnitxfB",
     "YyIPceMGQAGekEhlwZhA", "ZcDRy5fxC8S80PQPOdA2xdax\nf+zYXnwNL1VXDc53ChSE",
     "3IosXor58IxMOg==\n-----END EC PRIVAT", "E KEY-----"});

const std::string kEd25519 =
    joined({"-----BEG", "IN PRIVAT", "E KEY-----\nMC4CAQAwBQYDK2VwBCIE",
            "IIPNDzMcb9i1VTlF5Rfn", "Dt8gCgE0g2Dkv/HbiPQ1+tYM\n-----END PRIVAT",
            "E KEY-----"});

const std::string kEd25519Encrypted = joined(
    {"-----BEG", "IN ENCRYPTED PRIVAT", "E KEY-----\nMIGbMFcGCSqGSIb3DQEF",
     "DTBKMCkGCSqGSIb3DQEF", "DDAcBAjZhzID4WrZlQICCAAw\nDAYIKoZIhvcNAgkFADAd",
     "BglghkgBZQMEASoEEHGQ", "d2V6+UpesPbLDNHVOrQEQIsn\nc0rVfyBo6dSH4rLm6u/Q",
     "FKyyXenTGbtcgm02AmXy",
     "vd7WmH1cEWkWKM86AjDf9ZPg\nCL0EwzWWnwNpwdlDE9E=\n-----END ENCRYPTED ",
     "PRIVAT", "E KEY-----"});

const std::string kDsa = joined(
    {"-----BEG", "IN PRIVAT", "E KEY-----\nMIIBWwIBADCCATQGByqG",
     "SM44BAEwggEnAoGBALqj", "/qIhotYAQmKyknrdivO+DmJJ\npreN+gW+aOMIAJOk3otT",
     "ly+b16NVi8fnDpyXOQqp", "chdeEUfZkVV3l2MnTrqtYjDv\nsAbAKOg5HMIHHLB78C9C",
     "hvB8/7VriXq8Xf1eGx8K", "CwAtR6NMuTH9S+K/gcAK4Nao\nku/nIoeRF8d+J1QPAh0A",
     "yxc5ZLD+d3A6Gc+FYv6A", "gQAkDnf08SLLzcA1BQKBgQCP\noa8bdbQfSytn6Vyta15f",
     "FP7Py94Nce3/MTXwOQZ4", "EDi/gIhySQ2HwAGZIPvc4imq\nPCmrFQogy1I4shBU2NfO",
     "JHbihDzIG6omX4tw0bHL", "02rDEb/OBTLewR8Gu1g9Sb93\nSR1utafXWaiAsNblWcCF",
     "i/xOU1JrFsk9fQD8xeia",
     "/AQeAhxM2qou5/yneBA7e2U0\nHlx5emuaHyH8r6XeZRqP\n-----END PRIVAT",
     "E KEY-----"});

const std::string kOpenSsh =
    joined({"-----BEG", "IN OPENSSH PRIVAT", "E KEY-----\nb3BlbnNzaC1rZXktdjEA",
            "AAAABG5vbmUAAAAEbm9u", "ZQAAAAAAAAABAAAAMwAA",
            "AAtzc2gtZW\nQyNTUxOQAAACDZlGanHZ", "yJpAxyPVaXdf7tyEGkHC",
            "qh20aM65ydGIXoGQAAAI", "jo6c1r6OnN\nawAAAAtzc2gtZWQyNTUx",
            "OQAAACDZlGanHZyJpAxy", "PVaXdf7tyEGkHCqh20aM",
            "65ydGIXoGQ\nAAAEBc9xQOeCXrhhF0+k", "dUKeVaK5NRpuBXXjXCua",
            "qGIGQRdNmUZqcdnImkDH", "I9Vpd1/u3I\nQaQcKqHbRozrnJ0YhegZ",
            "AAAABHRlc3QB\n-----END OPENSSH PRIVAT", "E KEY-----"});

const std::string kOpenSshEncrypted = joined(
    {"-----BEG", "IN OPENSSH PRIVAT", "E KEY-----\nb3BlbnNzaC1rZXktdjEA",
     "AAAACmFlczI1Ni1jdHIA", "AAAGYmNyeXB0AAAAGAAA",
     "ABAxbNNFHM\n3CHPPgbhei2igCAAAAEA", "AAAAEAAAAzAAAAC3NzaC",
     "1lZDI1NTE5AAAAIBUVpe", "5fWzxTNWL+\n8Ul3PRIroNZla3BWY2D0",
     "4hzpgbz2AAAAkCRwD4WE", "J5U4naYW7H4IYSZ5CxSQ",
     "dcu2YYjxRX\nYfsipXaogRmbMmiW7NGb", "rxR2vxVZTbopd6IbbNm6",
     "l4nvyZhM4qeMIsWRFIkV", "UUWzqECQ5H\nwpBxzYq2ceiw8b9guax/",
     "Q+gjOW5+EWE57eSxh30r", "KU2zXE6FzJUhNjoLSnkm",
     "c8NgF+cNqK\ngFoBKNYomZYNnx/w==\n-----END OPENSSH PRIVAT", "E KEY-----"});

const std::string kPgp = joined(
    {"-----BEG", "IN PGP PRIVAT", "E KEY BLOCK-----\n\nlFgEawS3CRYJKwYBBAHa",
     "Rw8BAQdAhtuLP1miZojF", "/jMRfDWkukTAtLJ0ky5I41+E\nD3CyjloAAQDLHLtUmTSZ",
     "lqVS4n6SJfgj/PLjF8Xa", "ILBhxMKYzWnWdBJytBdUZXN0\nIDx0ZXN0QGV4YW1wbGUu",
     "b3JnPoiQBBMWCAA4FiEE", "V9NzVUp/waRvNququX7e0Wv9\n9EwFAmsEtwkCGwMFCwkI",
     "BwIGFQoJCAsCBBYCAwEC", "HgECF4AACgkQuX7e0Wv99ExA\nRQD/d9oEU+PBiE7U2Pop",
     "a9Ax62Lztuiknnsbx3mz", "chPR/PsBAPj10Yr4Gal/IoHr\nuSbZFqqKYs1ClhcaSc5p",
     "wmjShbYI\n=WLtE\n-----END PGP PRIVAT", "E KEY BLOCK-----"});

std::optional<Facts> read(std::string_view key) {
  return read_private_key(key, Rule{});
}

Facts plain(std::string kind) {
  return {{"kind", std::move(kind)}, {"encrypted", "no"}};
}
Facts encrypted(std::string kind) {
  return {{"kind", std::move(kind)}, {"encrypted", "yes"}};
}

std::string armour(const std::string& label, const std::string& body) {
  return "-----BEGIN " + label + "-----\n" + encode_base64(body) +
         "\n-----END " + label + "-----";
}

std::string replace_all(std::string text, std::string_view from,
                        std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos;
       at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string with_line_ends(const std::string& key, std::string_view end) {
  return replace_all(key, "\n", end);
}

TEST(PrivateKey, ReadsKeysOfOpenSsl) {
  EXPECT_EQ(read(kRsa), plain("RSA"));
  EXPECT_EQ(read(kEc), plain("EC"));
  EXPECT_EQ(read(kRsaPkcs8), plain("PKCS #8 RSA"));
  EXPECT_EQ(read(kEd25519), plain("PKCS #8 Ed25519"));
  EXPECT_EQ(read(kDsa), plain("PKCS #8 DSA"));
}

TEST(PrivateKey, TellsEncryptedKeys) {
  EXPECT_EQ(read(kRsaEncrypted), encrypted("RSA"));
  EXPECT_EQ(read(kEd25519Encrypted), encrypted("PKCS #8"));
  EXPECT_EQ(read(kOpenSshEncrypted), encrypted("OpenSSH ssh-ed25519"));
}

TEST(PrivateKey, ReadsKeysOfOpenSshAndGnuPg) {
  EXPECT_EQ(read(kOpenSsh), plain("OpenSSH ssh-ed25519"));
  EXPECT_EQ(read(kPgp), (Facts{{"kind", "PGP"}}));
}

TEST(PrivateKey, ReadsKeysOnOneLineAndIndented) {
  for (const char* end : {"\\n", "\\\\n", "\\r\\n", "\r\n", "\r", "\n    ",
                          "\\n\\\n", "\n\n", "\t\n"}) {
    EXPECT_EQ(read(with_line_ends(kRsa, end)), plain("RSA")) << end;
    EXPECT_EQ(read(with_line_ends(kOpenSsh, end)), plain("OpenSSH ssh-ed25519"))
        << end;
    EXPECT_EQ(read(with_line_ends(kRsaEncrypted, end)), encrypted("RSA"))
        << end;
  }
  EXPECT_EQ(read(with_line_ends(kEc, " ")), plain("EC"));
}

TEST(PrivateKey, ReadsEscapedSlashes) {
  EXPECT_NE(kRsa.find('/'), kRsa.npos);
  EXPECT_EQ(read(replace_all(kRsa, "/", "\\/")), plain("RSA"));
}

TEST(PrivateKey, RefusesKeysCutShort) {
  for (const std::string& key : {kRsa, kRsaPkcs8, kEc, kEd25519, kOpenSsh}) {
    const std::size_t middle = key.find('\n') + 21;
    std::string four_missing = key;
    four_missing.erase(middle, 4);
    EXPECT_FALSE(read(four_missing));
    std::string dots = key;
    dots.replace(middle, 4, "...");
    EXPECT_FALSE(read(dots));
  }
}

TEST(PrivateKey, RefusesPlaceholders) {
  EXPECT_FALSE(read(armour("PRIVATE KEY", "")));
  EXPECT_FALSE(read(armour("PRIVATE KEY", "your key here")));
  EXPECT_FALSE(read(armour("RSA PRIVATE KEY", std::string(600, 'x'))));
  EXPECT_FALSE(read(armour("OPENSSH PRIVATE KEY", std::string(300, 'x'))));
  EXPECT_FALSE(read(armour("PGP PRIVATE KEY BLOCK", std::string(300, 'x'))));
  EXPECT_FALSE(read(armour("ENCRYPTED PRIVATE KEY", std::string(300, 'x'))));
}

TEST(PrivateKey, RefusesOtherThings) {
  const std::string body(300, 'x');
  EXPECT_FALSE(read(""));
  EXPECT_FALSE(read(armour("CERTIFICATE", body)));
  EXPECT_FALSE(read(armour("RSA PUBLIC KEY", body)));
  EXPECT_FALSE(read(replace_all(kRsa, "END RSA", "END EC")));
  EXPECT_FALSE(read(kRsa + "\n"));
  EXPECT_FALSE(read(" " + kRsa));
}

// One byte too many, or too few, for the length that the SEQUENCE declares.
TEST(PrivateKey, NeedsALengthThatEqualsTheBody) {
  const auto key = [](char declared, std::size_t size) {
    return armour("RSA PRIVATE KEY", "\x30"s + declared + "\x02\x01\x00"s +
                                         std::string(size - 3, 'k'));
  };
  EXPECT_TRUE(read(key(100, 100)));
  EXPECT_FALSE(read(key(100, 101)));
  EXPECT_FALSE(read(key(100, 99)));
  EXPECT_FALSE(read(key('\x80', 100)));  // indefinite
  EXPECT_FALSE(read(key('\x85', 100)));  // five bytes of length
}

TEST(PrivateKey, NeedsEqualCheckIntegersInOpenSsh) {
  std::string body = read_pem(kOpenSsh)->body;
  const std::string label = "OPENSSH PRIVATE KEY";
  ASSERT_TRUE(read(armour(label, body)));
  // The private part follows the second name of the type's 51-byte blob.
  const std::size_t check = body.find("ssh-ed25519") + 11 + 4 + 32 + 4;
  body[check] = static_cast<char>(body[check] ^ 1);
  EXPECT_FALSE(read(armour(label, body)));
}

TEST(PrivateKey, TakesEveryPrefixOfAKey) {
  for (const std::string& key : {kRsa, kOpenSsh, kPgp, kEd25519Encrypted}) {
    const Pem pem = *read_pem(key);
    for (std::size_t size = 0; size < pem.body.size(); ++size) {
      const auto facts =
          read(armour(std::string(pem.label), pem.body.substr(0, size)));
      EXPECT_TRUE(!facts || pem.label.starts_with("PGP")) << size;
    }
  }
}

TEST(Pem, TellsLabelHeadersAndBody) {
  const auto pem = read_pem(kRsaEncrypted);
  ASSERT_TRUE(pem);
  EXPECT_EQ(pem->label, "RSA PRIVATE KEY");
  ASSERT_EQ(pem->headers.size(), 2u);
  EXPECT_EQ(pem->headers[0], "Proc-Type: 4,ENCRYPTED");
  EXPECT_EQ(pem->body.size() % 16, 0u);
}

TEST(Pem, LeavesOutTheChecksumLineOfPgp) {
  EXPECT_EQ(read_pem("-----BEGIN X-----\nComment: a\n\nZm9v\n=abcd\n"
                     "-----END X-----")
                ->body,
            "foo");
}

TEST(Pem, RefusesBrokenArmour) {
  for (const char* text :
       {"-----BEGIN ", "-----BEGIN X-----", "-----BEGIN -----END -----",
        "-----BEGIN X-----Zm9v-----END Y-----",
        "-----BEGIN X-----Zm9v?-----END X-----",
        "-----BEGIN X-----Zm9v\\q-----END X-----", "-----"}) {
    EXPECT_FALSE(read_pem(text)) << text;
  }
  EXPECT_TRUE(read_pem("-----BEGIN X-----Zm9v-----END X-----"));
}

}  // namespace
}  // namespace patrol
