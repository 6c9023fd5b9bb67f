package org.radiologytrust.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files can be used, and what is said of the others. */
class TlsFilesTest {
  @TempDir Path folder;

  private final Authority authority = new Authority("hospital");
  private final Instant now = Instant.now();
  private Path certificate;
  private Path key;
  private Path trusted;

  @BeforeEach
  void files() throws IOException {
    certificate = folder.resolve("rtl.pem");
    key = folder.resolve("rtl.key");
    trusted = folder.resolve("ca.pem");
    authority.write(trusted);
  }

  private List<CertificateExpiry> check() throws TlsProblem {
    return TlsFiles.listener(
            new PemFile("x.tls.certificate", certificate),
            new PemFile("x.tls.key", key),
            Optional.of(new PemFile("x.tls.trusted", trusted)))
        .check(now);
  }

  private void refused(String message) {
    TlsProblem problem = assertThrows(TlsProblem.class, this::check);
    assertTrue(problem.getMessage().matches(message), problem.getMessage());
    assertEquals(1, problem.getMessage().lines().count());
  }

  private Authority.Issued issued(String algorithm) throws IOException {
    Authority.Issued issued =
        authority.issue("rtl", now.minusSeconds(60), now.plus(Duration.ofDays(20)), algorithm);
    issued.write(certificate, key);
    return issued;
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void keysInEveryFormAreRead(String algorithm) throws Exception {
    Authority.Issued issued = issued(algorithm);
    List<CertificateExpiry> expiries = check();
    assertEquals(List.of("x.tls.certificate", "x.tls.trusted"), settings(expiries));
    assertEquals(19, expiries.get(0).days(now));
    if (!algorithm.equals("Ed25519")) { // it has no older form
      Files.writeString(key, issued.traditionalKey());
      assertEquals(expiries, check());
    }
  }

  private static List<String> settings(List<CertificateExpiry> expiries) {
    return expiries.stream().map(e -> e.file().setting()).toList();
  }

  @Test
  void oneFileMayHoldTheCertificateAndTheKey() throws Exception {
    issued("EC");
    Files.writeString(certificate, Files.readString(key) + Files.readString(certificate));
    Files.copy(certificate, key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(2, check().size());
  }

  @Test
  void aChainIsAsGoodAsItsFirstToExpire() throws Exception {
    issued("EC");
    Files.writeString(certificate, Files.readString(certificate) + Files.readString(trusted));
    assertEquals(19, check().get(0).days(now));
    Files.writeString(
        certificate,
        Files.readString(trusted) + Files.readString(certificate).replace("\n\n", "\n"));
    refused("x.tls.key: .*rtl.key is not the key of the first certificate in x.tls.certificate.*");
  }

  @Test
  void aStrangersCertificateInTheChainIsRefused() throws Exception {
    issued("EC");
    Path other = folder.resolve("other.pem");
    new Authority("elsewhere").write(other);
    Files.writeString(certificate, Files.readString(certificate) + Files.readString(other));
    refused("x.tls.certificate: .*rtl.pem is no chain: .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void aKeyOfAnotherCertificateIsRefused(String algorithm) throws Exception {
    issued("EC");
    Path other = folder.resolve("other.pem");
    authority
        .issue("other", now.minusSeconds(60), now.plusSeconds(60), algorithm)
        .write(other, key);
    refused("x.tls.key: .*rtl.key is not the key of the first certificate in x.tls.certificate.*");
  }

  @Test
  void certificatesOutOfTheirTimeAreRefused() throws Exception {
    authority.expired("rtl").write(certificate, key);
    refused("x.tls.certificate: .*rtl.pem has expired on \\d{4}-\\d\\d-\\d\\d: renew it");
    authority.issue("rtl", now.plusSeconds(3600), now.plusSeconds(7200)).write(certificate, key);
    refused("x.tls.certificate: .*rtl.pem is not valid yet: .*");
  }

  @Test
  void filesThatHoldSomethingElseAreRefused() throws Exception {
    issued("EC");
    Files.copy(certificate, key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refused("x.tls.key: .*rtl.key contains no private key: .*");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    refused("x.tls.key: .*rtl.key contains a damaged private key: .*");
    Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n");
    refused("x.tls.certificate: .*rtl.pem contains a damaged certificate: .*");
    Files.delete(certificate);
    refused("x.tls.certificate: .*rtl.pem cannot be read \\(it does not exist\\): .*");
  }

  @Test
  void aKeyUnderAPasswordIsRefused() throws Exception {
    Files.writeString(key, Authority.locked(issued("RSA").keys()));
    refused("x.tls.key: .*rtl.key contains an encrypted key: .*");
  }
}
