package org.radiologytrust.dcm4che;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Implementation;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.BasicCStoreSCP;
import org.dcm4che3.net.service.DicomServiceException;
import org.radiologytrust.dcm4che.Refused.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers C-STORE. An object is on disk before it is answered with success.
 *
 * <p>An object in a deflated transfer syntax is stored inflated, so that its real size counts.
 */
final class StoreService extends BasicCStoreSCP {
  private static final Logger LOG = LoggerFactory.getLogger(StoreService.class);

  private final ObjectFolder folder;
  private final IncomingFile.Limits limits;
  private final Refusals refusals;

  StoreService(ObjectFolder folder, IncomingFile.Limits limits, Refusals refusals) {
    this.folder = folder;
    this.limits = limits;
    this.refusals = refusals;
  }

  @Override
  protected void store(
      Association association,
      PresentationContext context,
      Attributes request,
      PDVInputStream data,
      Attributes response)
      throws IOException {
    try {
      store(request, context.getTransferSyntax(), data);
    } catch (Refused e) {
      refusals.add(
          Refusals.Kind.OBJECT, "an object", StorageScp.caller(association), e.getMessage());
      skip(association, data);
      throw new DicomServiceException(e.reason().status(), e.getMessage());
    }
  }

  private void store(Attributes request, String transferSyntax, InputStream data)
      throws IOException {
    Path part = part();
    try {
      write(part, request, transferSyntax, data);
      ObjectIds ids = ReceivedObject.check(part, request.getString(Tag.AffectedSOPInstanceUID, ""));
      switch (keep(part, ids)) {
        case NEW -> LOG.debug("DICOM: object {} was stored", ids);
        case SAME -> LOG.debug("DICOM: object {} was sent again", ids);
        case OTHER_CONTENT ->
            LOG.warn(
                "DICOM: object {} was sent again with other content: the first one is kept", ids);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Path part() throws Refused {
    try {
      return folder.part();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private ObjectFolder.Kept keep(Path part, ObjectIds ids) throws Refused {
    try {
      return folder.keep(part, ids);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static Refused unwritable(IOException e) {
    LOG.error("DICOM: an object could not be stored: {}", e.getClass().getSimpleName());
    return new Refused(Reason.OUT_OF_RESOURCES, "the object could not be stored");
  }

  /**
   * @throws Refused if the object cannot be stored
   * @throws IOException if the association broke
   */
  private void write(Path part, Attributes request, String transferSyntax, InputStream data)
      throws IOException {
    boolean deflated = transferSyntax.equals(UID.DeflatedExplicitVRLittleEndian);
    try (OutputStream file = new IncomingFile(part, limits)) {
      // not closed: it has no buffer, and would close the file on a failure without its reason
      new DicomOutputStream(file, UID.ExplicitVRLittleEndian)
          .writeFileMetaInformation(
              header(request, deflated ? UID.ExplicitVRLittleEndian : transferSyntax));
      if (deflated) {
        inflate(data, file);
      } else {
        data.transferTo(file);
      }
    }
  }

  /** The same for the same object from another sender, so that the files can be compared. */
  private static Attributes header(Attributes request, String transferSyntax) {
    Attributes header = new Attributes();
    header.setBytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1});
    header.setString(
        Tag.MediaStorageSOPClassUID, VR.UI, request.getString(Tag.AffectedSOPClassUID, ""));
    header.setString(
        Tag.MediaStorageSOPInstanceUID, VR.UI, request.getString(Tag.AffectedSOPInstanceUID, ""));
    header.setString(Tag.TransferSyntaxUID, VR.UI, transferSyntax);
    header.setString(Tag.ImplementationClassUID, VR.UI, Implementation.getClassUID());
    header.setString(Tag.ImplementationVersionName, VR.SH, Implementation.getVersionName());
    return header;
  }

  private static void inflate(InputStream data, OutputStream file) throws IOException {
    PushbackInputStream compressed = new PushbackInputStream(data, 2);
    byte[] start = compressed.readNBytes(2);
    compressed.unread(start);
    // the standard wants raw deflate; some senders put a zlib header in front
    boolean zlib =
        start.length == 2 && start[0] == 0x78 && (start[0] * 256 + (start[1] & 0xFF)) % 31 == 0;
    Inflater inflater = new Inflater(!zlib);
    try {
      new InflaterInputStream(compressed, inflater).transferTo(file);
    } catch (ZipException | EOFException e) {
      throw new Refused(Reason.CANNOT_UNDERSTAND, "the deflated data set is damaged");
    } finally {
      inflater.end();
    }
  }

  /**
   * Reads the rest of a refused object, so that the sender gets its answer. A sender that goes on
   * for longer than the largest object is cut off.
   */
  private void skip(Association association, PDVInputStream data) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long rest = limits.largest();
    while (rest > 0) {
      int read = data.read(buffer);
      if (read < 0) {
        return;
      }
      rest -= read;
    }
    association.abort();
    throw new IOException("the sender was cut off");
  }
}
