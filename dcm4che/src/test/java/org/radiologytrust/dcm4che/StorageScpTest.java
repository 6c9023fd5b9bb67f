package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.awaitility.Awaitility;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.net.DataWriterAdapter;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.feature.FreePorts;

/** Receives from senders that are honest, mistaken or hostile. */
class StorageScpTest {
  private static final int SUCCESS = 0;
  private static final int OUT_OF_RESOURCES = 0xA700;
  private static final int DOES_NOT_MATCH = 0xA900;
  private static final int CANNOT_UNDERSTAND = 0xC000;
  private static final int LARGEST = 1 << 20;
  private static final int MOST = 2;

  @TempDir Path home;
  private ObjectFolder folder;
  private StorageScp scp;
  private int port;

  @BeforeEach
  void start() throws Exception {
    listen("CT*@127.0.0.1", Duration.ofSeconds(60), 0);
  }

  @AfterEach
  void stop() throws Exception {
    scp.close();
  }

  private void listen(String callers, Duration idle, long free) throws Exception {
    if (scp != null) {
      scp.close();
    }
    port = FreePorts.one();
    folder = new ObjectFolder(home, new OpenStudies(Duration.ofHours(1)));
    folder.start();
    ScpSettings settings =
        new ScpSettings(
            "RTL",
            "127.0.0.1",
            port,
            Callers.of(callers),
            Optional.empty(),
            Set.of(
                UID.ExplicitVRLittleEndian,
                UID.ImplicitVRLittleEndian,
                UID.DeflatedExplicitVRLittleEndian),
            MOST,
            16_384,
            idle,
            new IncomingFile.Limits(LARGEST, free));
    scp = new StorageScp(settings, folder, new Refusals(new SimpleMeterRegistry()));
    scp.bind();
  }

  static Attributes object(String study, String sopInstance) {
    Attributes object = new Attributes();
    object.setString(Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForPresentation);
    object.setString(Tag.SOPInstanceUID, VR.UI, sopInstance);
    object.setString(Tag.PatientID, VR.LO, "4711");
    object.setString(Tag.StudyInstanceUID, VR.UI, study);
    object.setString(Tag.SeriesInstanceUID, VR.UI, study + ".1");
    object.setBytes(Tag.PixelData, VR.OW, new byte[200]);
    return object;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getParent().getFileName().toString().equals("open"))
          .toList();
    }
  }

  private Attributes stored() throws IOException {
    assertEquals(1, files().size());
    try (DicomInputStream in = new DicomInputStream(files().get(0).toFile())) {
      return in.readDataset();
    }
  }

  @Test
  void answersAnEcho() throws Exception {
    try (Sender sender = Sender.connect(port)) {
      assertEquals(SUCCESS, sender.echo());
    }
  }

  @Test
  void anAcknowledgedObjectIsAWholeFileInItsStudy() throws Exception {
    Attributes object = object("1.2.3", "1.2.3.4");
    try (Sender sender = Sender.connect(port)) {
      assertEquals(SUCCESS, sender.store(object));
      assertEquals(object, stored());
    }
    ObjectIds ids = new ObjectIds("4711", "1.2.3", "1.2.3.1", "1.2.3.4");
    assertEquals(List.of(ids.object()), folder.objects(ids.study()));
    assertEquals(ids.study(), folder.studies().next().orElseThrow().study());
  }

  @Test
  void theTransferSyntaxIsKept() throws Exception {
    Attributes object = object("1.2.3", "1.2.3.4");
    try (Sender sender = Sender.connect(port)) {
      assertEquals(
          SUCCESS,
          sender.store("1.2.3.4", UID.ImplicitVRLittleEndian, new DataWriterAdapter(object)));
    }
    try (DicomInputStream in = new DicomInputStream(files().get(0).toFile())) {
      assertEquals(
          UID.ImplicitVRLittleEndian, in.getFileMetaInformation().getString(Tag.TransferSyntaxUID));
    }
  }

  @Test
  void aCallerMustBeAllowedAndCallUs() throws Exception {
    assertEquals(AAssociateRJ.REASON_CALLING_AET_NOT_RECOGNIZED, refusal("MR1", "RTL").getReason());
    assertEquals(
        AAssociateRJ.REASON_CALLED_AET_NOT_RECOGNIZED, refusal("CT1", "OTHER").getReason());
    assertEquals(AAssociateRJ.REASON_CALLED_AET_NOT_RECOGNIZED, refusal("CT1", "rtl").getReason());
  }

  private AAssociateRJ refusal(String caller, String called) {
    return assertThrows(
        AAssociateRJ.class, () -> Sender.connect(caller, called, port, request -> {}).close());
  }

  @Test
  void anotherAddressIsDisconnectedAtOnce() throws Exception {
    listen("CT1@10.1.2.3", Duration.ofHours(1), 0);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void moreAssociationsThanAllowedAreToldToComeLater() throws Exception {
    try (Sender first = Sender.connect(port);
        Sender second = Sender.connect(port)) {
      assertEquals(AAssociateRJ.RESULT_REJECTED_TRANSIENT, refusal("CT1", "RTL").getResult());
      assertEquals(SUCCESS, first.echo());
      assertEquals(SUCCESS, second.echo());
    }
    Sender.awaitService(port);
  }

  @Test
  void aFloodOfSilentConnectionsLeavesRoomForSenders() throws Exception {
    listen("CT1@127.0.0.1", Duration.ofMillis(500), 0);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        silent.add(new Socket("127.0.0.1", port));
      }
      Sender.awaitService(port);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void otherServicesAndTransferSyntaxesAreNotAccepted() throws Exception {
    try (Sender sender =
        Sender.connect(
            "CT1",
            "RTL",
            port,
            request -> {
              request.addPresentationContext(
                  new PresentationContext(
                      21,
                      UID.StudyRootQueryRetrieveInformationModelFind,
                      UID.ImplicitVRLittleEndian));
              request.addPresentationContext(
                  new PresentationContext(23, UID.CTImageStorage, UID.JPEGLSLossless));
              request.addPresentationContext(
                  new PresentationContext(
                      25, UID.StorageCommitmentPushModel, UID.ImplicitVRLittleEndian));
              request.addPresentationContext(
                  new PresentationContext(
                      27, "1.2.826.0.1.3680043.9.9999.1", UID.ExplicitVRLittleEndian));
              request.addPresentationContext(
                  new PresentationContext(
                      29, UID.CTImageStorage, UID.JPEGLSLossless, UID.ExplicitVRLittleEndian));
            })) {
      assertEquals(
          List.of(
              PresentationContext.ABSTRACT_SYNTAX_NOT_SUPPORTED,
              PresentationContext.TRANSFER_SYNTAX_NOT_SUPPORTED,
              PresentationContext.ABSTRACT_SYNTAX_NOT_SUPPORTED,
              PresentationContext.ACCEPTANCE,
              PresentationContext.ACCEPTANCE),
          Stream.of(21, 23, 25, 27, 29)
              .map(
                  id ->
                      sender.association().getAAssociateAC().getPresentationContext(id).getResult())
              .toList());
    }
  }

  @Test
  void aTooLargeObjectIsRefusedAndTheNextIsStored() throws Exception {
    Attributes large = object("1.2.3", "1.2.3.4");
    large.setBytes(Tag.PixelData, VR.OW, new byte[LARGEST]);
    try (Sender sender = Sender.connect(port)) {
      assertEquals(CANNOT_UNDERSTAND, sender.store(large));
      assertEquals(List.of(), files());
      assertEquals(SUCCESS, sender.store(object("1.2.3", "1.2.3.5")));
    }
  }

  @Test
  void anEndlessObjectIsCutOff() throws Exception {
    byte[] zeros = new byte[1 << 16];
    try (Sender sender = Sender.connect(port)) {
      assertThrows(
          IOException.class,
          () ->
              sender.store(
                  "1.2.3.4",
                  UID.ExplicitVRLittleEndian,
                  (out, uid) -> {
                    while (true) {
                      out.write(zeros);
                    }
                  }));
    }
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeflatedObjectIsStoredInflated(boolean raw) throws Exception {
    Attributes object = object("1.2.3", "1.2.3.4");
    byte[] deflated = deflated(raw, Sender.encoded(object), 1);
    try (Sender sender = Sender.connect(port)) {
      assertEquals(SUCCESS, sender.store("1.2.3.4", UID.DeflatedExplicitVRLittleEndian, deflated));
    }
    assertEquals(object, stored());
    try (DicomInputStream in = new DicomInputStream(files().get(0).toFile())) {
      assertEquals(
          UID.ExplicitVRLittleEndian, in.getFileMetaInformation().getString(Tag.TransferSyntaxUID));
    }
  }

  @Test
  void aDeflatedObjectCountsInflated() throws Exception {
    byte[] bomb = deflated(true, new byte[1 << 16], 1600);
    assertTrue(bomb.length < LARGEST);
    try (Sender sender = Sender.connect(port)) {
      assertEquals(
          CANNOT_UNDERSTAND, sender.store("1.2.3.4", UID.DeflatedExplicitVRLittleEndian, bomb));
      assertEquals(SUCCESS, sender.echo());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void aDamagedDeflatedObjectIsRefused() throws Exception {
    byte[] deflated = deflated(true, Sender.encoded(object("1.2.3", "1.2.3.4")), 1);
    try (Sender sender = Sender.connect(port)) {
      assertEquals(
          CANNOT_UNDERSTAND,
          sender.store(
              "1.2.3.4",
              UID.DeflatedExplicitVRLittleEndian,
              Arrays.copyOf(deflated, deflated.length / 2)));
      Arrays.fill(deflated, 10, deflated.length, (byte) 0x55);
      assertEquals(
          CANNOT_UNDERSTAND, sender.store("1.2.3.4", UID.DeflatedExplicitVRLittleEndian, deflated));
      assertEquals(SUCCESS, sender.echo());
    }
  }

  private static byte[] deflated(boolean raw, byte[] bytes, int times) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
    try (OutputStream out = new DeflaterOutputStream(all, deflater)) {
      for (int i = 0; i < times; i++) {
        out.write(bytes);
      }
    }
    deflater.end();
    return all.toByteArray();
  }

  @Test
  void aLengthBeyondTheEndIsRefusedWithoutMemoryForIt() throws Exception {
    byte[] tags = Sender.encoded(object("1.2.3", "1.2.3.4"));
    byte[] huge = {0x20, 0, 0, 0x40, 'L', 'T', 0, 0};
    byte[] longValue = {
      0, 0x54, 0x10, 0x10, 'O', 'B', 0, 0, (byte) 0xF0, (byte) 0xFF, (byte) 0xFF, 0x7F
    };
    try (Sender sender = Sender.connect(port)) {
      // the pixel data claims 2 GiB
      byte[] pixels = tags.clone();
      pixels[pixels.length - 200 - 1] = 0x7F;
      assertEquals(CANNOT_UNDERSTAND, sender.store("1.2.3.4", UID.ExplicitVRLittleEndian, pixels));
      // so does a value before it
      byte[] before = join(Arrays.copyOf(tags, tags.length - 212), longValue);
      assertEquals(CANNOT_UNDERSTAND, sender.store("1.2.3.4", UID.ExplicitVRLittleEndian, before));
      // a tag that is cut in the middle
      assertEquals(
          CANNOT_UNDERSTAND,
          sender.store(
              "1.2.3.4",
              UID.ExplicitVRLittleEndian,
              join(Arrays.copyOf(tags, tags.length - 212), Arrays.copyOf(huge, 6))));
      assertEquals(SUCCESS, sender.echo());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void itemsInItemsHaveALimit() throws Exception {
    byte[] tags = Sender.encoded(object("1.2.3", "1.2.3.4"));
    byte[] open = {
      0x08, 0, 0x40, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1, -2, -1, 0, (byte) 0xE0, -1, -1, -1, -1
    };
    ByteArrayOutputStream deep = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      deep.write(open);
    }
    try (Sender sender = Sender.connect(port)) {
      assertEquals(
          CANNOT_UNDERSTAND,
          sender.store("1.2.3.4", UID.ExplicitVRLittleEndian, join(deep.toByteArray(), tags)));
      assertEquals(SUCCESS, sender.echo());
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void anObjectMustBeTheOneThatWasNamed() throws Exception {
    try (Sender sender = Sender.connect(port)) {
      assertEquals(
          DOES_NOT_MATCH,
          sender.store(
              "1.2.3.99", UID.ExplicitVRLittleEndian, Sender.encoded(object("1.2.3", "1.2.3.4"))));
    }
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @ValueSource(ints = {Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID})
  void anObjectNeedsItsUids(int tag) throws Exception {
    Attributes object = object("1.2.3", "1.2.3.4");
    object.remove(tag);
    try (Sender sender = Sender.connect(port)) {
      assertEquals(
          CANNOT_UNDERSTAND,
          sender.store("1.2.3.4", UID.ExplicitVRLittleEndian, Sender.encoded(object)));
    }
  }

  @Test
  void aUidThatIsAPathStaysInTheFolder() throws Exception {
    Path outside = home.getParent().resolve("rtl-escaped");
    try (Sender sender = Sender.connect(port)) {
      assertEquals(SUCCESS, sender.store(object("../../rtl-escaped", "../../../rtl-escaped")));
    }
    assertFalse(Files.exists(outside));
    assertTrue(files().get(0).toString().matches(".*/objects/[0-9a-f]{32}/[0-9a-f]{32}[.]dcm"));
  }

  @Test
  void aRepeatedObjectKeepsItsFirstContent() throws Exception {
    Attributes first = object("1.2.3", "1.2.3.4");
    Attributes other = object("1.2.3", "1.2.3.4");
    other.setString(Tag.AccessionNumber, VR.SH, "A1");
    try (Sender sender = Sender.connect(port);
        Sender another = Sender.connect("CT2", "RTL", port, request -> {})) {
      assertEquals(SUCCESS, sender.store(first));
      byte[] content = Files.readAllBytes(files().get(0));
      assertEquals(SUCCESS, another.store(first));
      assertEquals(SUCCESS, sender.store(other));
      assertEquals(1, files().size());
      assertArrayEquals(content, Files.readAllBytes(files().get(0)));
    }
  }

  @Test
  void withoutDiskSpaceNothingIsStored() throws Exception {
    listen("CT1@127.0.0.1", Duration.ofSeconds(60), Long.MAX_VALUE);
    try (Sender sender = Sender.connect(port)) {
      assertEquals(OUT_OF_RESOURCES, sender.store(object("1.2.3", "1.2.3.4")));
      assertEquals(SUCCESS, sender.echo());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void aFolderThatCannotBeWrittenIsAnAnswer() throws Exception {
    Files.delete(home.resolve("incoming"));
    try (Sender sender = Sender.connect(port)) {
      assertEquals(OUT_OF_RESOURCES, sender.store(object("1.2.3", "1.2.3.4")));
    }
  }

  @Test
  void aSilentCallerIsDisconnected() throws Exception {
    listen("CT1@127.0.0.1", Duration.ofMillis(300), 0);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> socket.getInputStream().read() == -1);
    }
  }

  @Test
  void aSenderThatStopsWithinAnObjectIsDisconnected() throws Exception {
    listen("CT1@127.0.0.1", Duration.ofMillis(300), 0);
    try (Sender sender = Sender.connect(port)) {
      assertThrows(
          IOException.class,
          () ->
              sender.store(
                  "1.2.3.4",
                  UID.ExplicitVRLittleEndian,
                  (out, uid) -> {
                    out.write(new byte[20_000]);
                    out.flush();
                    try {
                      sender.association().waitForSocketClose();
                    } catch (InterruptedException e) {
                      throw new IOException(e);
                    }
                  }));
    }
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> files().isEmpty());
  }
}
