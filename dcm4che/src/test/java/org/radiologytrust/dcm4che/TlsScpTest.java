package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.UID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.tls.PemFile;
import org.radiologytrust.tls.ReloadedTls;
import org.radiologytrust.tls.TlsFiles;
import org.radiologytrust.feature.FreePorts;

/** DICOM over TLS, with and without certificates of senders. */
class TlsScpTest {
  @TempDir Path home;
  private TestAuthority hospital;
  private ReloadedTls tls;
  private StorageScp scp;
  private int port;

  @BeforeEach
  void makeCertificates() throws Exception {
    hospital = new TestAuthority("Hospital");
    hospital.write(home.resolve("ca.pem"));
    hospital.issue("rtl").write(home.resolve("rtl.pem"), home.resolve("rtl.key"));
    port = FreePorts.one();
  }

  @AfterEach
  void stop() throws Exception {
    scp.close();
  }

  private PemFile file(String name) {
    return new PemFile("rtl.dicom.tls." + name, home.resolve(name));
  }

  private void listen(boolean clientCertificate) throws Exception {
    Optional<PemFile> trusted = clientCertificate ? Optional.of(file("ca.pem")) : Optional.empty();
    tls =
        new ReloadedTls(
            TlsFiles.listener(file("rtl.pem"), file("rtl.key"), trusted), Clock.systemUTC());
    ObjectFolder folder =
        new ObjectFolder(home.resolve("dicom"), new OpenStudies(Duration.ofHours(1)));
    folder.start();
    scp =
        new StorageScp(
            new ScpSettings(
                "RTL",
                "127.0.0.1",
                port,
                Callers.of("*@127.0.0.1"),
                Optional.of(tls),
                Set.of(UID.ExplicitVRLittleEndian),
                4,
                16_384,
                Duration.ofSeconds(60),
                new IncomingFile.Limits(1 << 20, 0)),
            folder,
            new Refusals(new SimpleMeterRegistry()));
    scp.bind();
  }

  private void send(Sender.Tls client) throws Exception {
    try (Sender sender = Sender.connect(port, client)) {
      assertEquals(0, sender.store(StorageScpTest.object("1.2.3", "1.2.3.4")));
    }
  }

  @Test
  void receivesOverTls() throws Exception {
    listen(false);
    send(new Sender.Tls(null, hospital.trust()));
  }

  @Test
  void aSenderWithoutTlsIsRefused() throws Exception {
    listen(false);
    assertThrows(IOException.class, () -> Sender.connect(port).close());
  }

  @Test
  void aSenderMustPresentACertificateOfAnAllowedCa() throws Exception {
    listen(true);
    send(new Sender.Tls(hospital.issue("ct1").manager(), hospital.trust()));
    assertThrows(IOException.class, () -> send(new Sender.Tls(null, hospital.trust())));
    Sender.Tls stranger =
        new Sender.Tls(new TestAuthority("Stranger").issue("ct1").manager(), hospital.trust());
    assertThrows(IOException.class, () -> send(stranger));
  }

  @Test
  void aNewCertificateIsUsedWithoutARestart() throws Exception {
    listen(false);
    TestAuthority next = new TestAuthority("Next");
    Sender.Tls client = new Sender.Tls(null, next.trust());
    assertThrows(IOException.class, () -> send(client));
    next.issue("rtl").write(home.resolve("rtl.pem"), home.resolve("rtl.key"));
    tls.reloadIfChanged();
    scp.followCertificates();
    send(client);
  }
}
