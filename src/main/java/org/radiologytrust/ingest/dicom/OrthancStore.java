package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.OrthancClient.Decode;

/**
 * Orthanc's objects. Before it lets Orthanc decode a frame it asks for its stored form: for some
 * frames Orthanc's decoders return other data in memory as pixels, or end Orthanc.
 */
public final class OrthancStore implements DicomStore {
  /** Transfer syntaxes with uncompressed pixels. */
  private static final Set<String> NATIVE =
      Set.of(
          "1.2.840.10008.1.2",
          "1.2.840.10008.1.2.1",
          "1.2.840.10008.1.2.1.99",
          "1.2.840.10008.1.2.2");

  private static final String RLE = "1.2.840.10008.1.2.5";

  /** LUTData as Orthanc's content route names it. */
  private static final Map<Lut, String> LUT_DATA =
      Map.of(Lut.MODALITY, "0028-3000/0/0028-3006", Lut.VOI, "0028-3010/0/0028-3006");

  private static final String DESCRIPTOR = "LUTDescriptor";

  /**
   * The same of LUTDescriptor: in Implicit VR, Orthanc does not know whether its words are signed,
   * and leaves it out of the tags.
   */
  private static final Map<Lut, String> LUT_DESCRIPTOR =
      Map.of(Lut.MODALITY, "0028-3000/0/0028-3002", Lut.VOI, "0028-3010/0/0028-3002");

  private final OrthancClient client;

  public OrthancStore(OrthancClient client) {
    this.client = client;
  }

  @Override
  public boolean stable(String study) throws DicomStoreException {
    return client.stable(study);
  }

  @Override
  public List<String> instances(String study) throws DicomStoreException {
    return client.instances(study);
  }

  @Override
  public List<String> series(String instance) throws DicomStoreException {
    return client.series(instance);
  }

  @Override
  public DicomTags tags(String instance) throws DicomStoreException {
    DicomTags tags = client.tags(instance);
    for (Lut lut : Lut.values()) {
      if (tags.json().path(lut.sequence()).path(0) instanceof ObjectNode item
          && item.path(DESCRIPTOR).isNull()) {
        item.put(DESCRIPTOR, words(client.value(instance, LUT_DESCRIPTOR.get(lut), 6)));
      }
    }
    return tags;
  }

  private static String words(byte[] bytes) {
    StringJoiner words = new StringJoiner("\\");
    for (int i = 0; i + 1 < bytes.length; i += 2) {
      words.add("" + (bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8));
    }
    return words.toString();
  }

  @Override
  public byte[] lutData(String instance, Lut lut, int limit) throws DicomStoreException {
    try {
      return client.value(instance, LUT_DATA.get(lut), limit);
    } catch (DicomStoreException e) {
      // the caller has seen the instance: what is gone is the value
      throw e.kind() == Kind.GONE
          ? new DicomStoreException(Kind.FAILED, "the " + lut.sequence() + " has no LUTData")
          : e;
    }
  }

  @Override
  public DecodedFrame frame(String instance, DicomTags tags, int frame, int maxPixels)
      throws DicomStoreException {
    requireComplete(instance, frame, tags);
    return client.frame(instance, frame, decode(tags), maxPixels);
  }

  private static Decode decode(DicomTags tags) {
    if (!tags.isGrey()) {
      return Decode.RGB;
    }
    return tags.isSigned() ? Decode.SIGNED : Decode.UNSIGNED;
  }

  /**
   * Refuses pixel data that is shorter than its tags say. Of uncompressed data, Orthanc's decoder
   * would read beyond the end and return other data in its memory, possibly of other patients, as
   * pixels. Of RLE, it would end Orthanc.
   */
  private void requireComplete(String id, int frame, DicomTags tags) throws DicomStoreException {
    String syntax = client.transferSyntax(id);
    if (!NATIVE.contains(syntax) && !syntax.equals(RLE)) {
      return;
    }
    int pixels = tags.integer("Rows").orElse(0) * tags.integer("Columns").orElse(0);
    long bits = samples(tags) * (long) tags.integer("BitsAllocated").orElse(16);
    long expected = (pixels * bits + 7) / 8;
    int limit = (int) Math.min(Integer.MAX_VALUE - 16, 2 * expected + 1024);
    try {
      byte[] stored = client.rawFrame(id, frame, limit);
      if (syntax.equals(RLE)
          ? RleFrame.isComplete(stored, (bits + 7) / 8, pixels)
          : stored.length >= expected) {
        return;
      }
    } catch (DicomStoreException e) {
      if (e.kind() != Kind.FAILED) {
        throw e;
      }
    }
    throw new DicomStoreException(Kind.FAILED, "the pixel data of the image is incomplete");
  }

  /** Stored samples per pixel. YBR_FULL_422 stores two colour samples for two pixels. */
  private static int samples(DicomTags tags) {
    return tags.text("PhotometricInterpretation").equals("YBR_FULL_422")
        ? 2
        : tags.integer("SamplesPerPixel").orElse(1);
  }
}
