package org.radiologytrust.dcm4che;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.awaitility.Awaitility;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomOutputStream;
import org.dcm4che3.net.ApplicationEntity;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Connection;
import org.dcm4che3.net.DataWriter;
import org.dcm4che3.net.Device;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.FutureDimseRSP;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;

/** One association of a sender that can also send what no honest sender does. */
final class Sender implements AutoCloseable {
  private static final String[] SYNTAXES = {
    UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian, UID.DeflatedExplicitVRLittleEndian
  };

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private Association association;

  /**
   * Certificates of a sender.
   *
   * @param own null for none
   */
  record Tls(@Nullable KeyManager own, TrustManager trust) {}

  /** Whom to call, and what to change in the request. */
  static Sender connect(String caller, String called, int port, Consumer<AAssociateRQ> more)
      throws Exception {
    return connect(caller, called, port, more, null);
  }

  static Sender connect(int port) throws Exception {
    return connect("CT1", "RTL", port, request -> {});
  }

  static Sender connect(int port, Tls tls) throws Exception {
    return connect("CT1", "RTL", port, request -> {}, tls);
  }

  /** Waits until a sender gets an association and an answer to C-ECHO. */
  static void awaitService(int port) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(
            () -> {
              try (Sender sender = connect(port)) {
                return sender.echo() == Status.Success;
              }
            });
  }

  private static Sender connect(
      String caller, String called, int port, Consumer<AAssociateRQ> more, @Nullable Tls tls)
      throws Exception {
    Sender sender = new Sender();
    try {
      sender.associate(caller, called, port, more, tls);
      return sender;
    } catch (Exception e) {
      sender.close();
      throw e;
    }
  }

  private void associate(
      String caller, String called, int port, Consumer<AAssociateRQ> more, @Nullable Tls tls)
      throws Exception {
    Device device = new Device("sender");
    Connection local = new Connection();
    device.addConnection(local);
    ApplicationEntity entity = new ApplicationEntity(caller);
    device.addApplicationEntity(entity);
    entity.addConnection(local);
    device.setExecutor(threads);
    device.setScheduledExecutor(timers);
    AAssociateRQ request = new AAssociateRQ();
    request.setCalledAET(called);
    request.addPresentationContext(
        new PresentationContext(1, UID.Verification, UID.ImplicitVRLittleEndian));
    int id = 3;
    for (String syntax : SYNTAXES) {
      request.addPresentationContext(
          new PresentationContext(id, UID.DigitalXRayImageStorageForPresentation, syntax));
      id += 2;
    }
    more.accept(request);
    Connection scp = new Connection("scp", "127.0.0.1", port);
    if (tls != null) {
      device.setKeyManager(tls.own());
      device.setTrustManager(tls.trust());
      for (Connection side : List.of(local, scp)) {
        side.setTlsProtocols("TLSv1.2");
        side.setTlsCipherSuites(
            SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
      }
    }
    association = entity.connect(local, scp, request);
  }

  Association association() {
    return association;
  }

  int echo() throws Exception {
    return status(association.cecho());
  }

  /** The status of the answer. */
  int store(Attributes object) throws Exception {
    return store(
        object.getString(Tag.SOPInstanceUID, "1.2.3"), UID.ExplicitVRLittleEndian, encoded(object));
  }

  /** Sends bytes as an encoded data set. */
  int store(String sopInstanceUid, String syntax, byte[] dataSet) throws Exception {
    return store(sopInstanceUid, syntax, (out, uid) -> ((OutputStream) out).write(dataSet));
  }

  int store(String sopInstanceUid, String syntax, DataWriter data) throws Exception {
    FutureDimseRSP answer = new FutureDimseRSP(association.nextMessageID());
    association.cstore(
        UID.DigitalXRayImageStorageForPresentation, sopInstanceUid, 0, data, syntax, answer);
    return status(answer);
  }

  private static int status(DimseRSP answer) throws Exception {
    answer.next();
    return answer.getCommand().getInt(Tag.Status, -1);
  }

  /** In Explicit VR Little Endian. */
  static byte[] encoded(Attributes object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
      out.writeDataset(null, object);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws Exception {
    if (association != null && association.isReadyForDataTransfer()) {
      association.release();
      association.waitForSocketClose();
    }
    threads.shutdownNow();
    timers.shutdownNow();
  }
}
