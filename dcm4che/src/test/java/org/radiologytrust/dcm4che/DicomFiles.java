package org.radiologytrust.dcm4che;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomOutputStream;

/** DICOM files of data sets. */
final class DicomFiles {
  private DicomFiles() {}

  static byte[] bytes(Attributes dataSet, String transferSyntax) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Attributes header =
        Attributes.createFileMetaInformation("1.2.3", "1.2.840.10008.5.1.4.1.1.7", transferSyntax);
    try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
      out.writeDataset(header, dataSet);
    }
    return bytes.toByteArray();
  }
}
