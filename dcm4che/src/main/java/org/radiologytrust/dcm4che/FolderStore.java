package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.radiologytrust.ingest.dicom.DecodedFrame;
import org.radiologytrust.ingest.dicom.DicomStore;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.DicomTags;

/** The objects of an {@link ObjectFolder}, for correlation and rendering. */
final class FolderStore implements DicomStore {
  /** Longest value of a tag that is handed out, in bytes. */
  private static final int LONGEST_TAG = 1 << 16;

  /** A palette has at most 65,536 entries of two bytes for each colour. */
  private static final int LONGEST_PALETTE = 1 << 17;

  private static final Map<Lut, Integer> SEQUENCES =
      Map.of(Lut.MODALITY, Tag.ModalityLUTSequence, Lut.VOI, Tag.VOILUTSequence);

  private final ObjectFolder folder;

  FolderStore(ObjectFolder folder) {
    this.folder = folder;
  }

  @Override
  public boolean stable(String study) throws DicomStoreException {
    instances(study);
    return folder.studies().isQuiet(study);
  }

  @Override
  public List<String> instances(String study) throws DicomStoreException {
    List<String> objects;
    try {
      objects = folder.objects(study);
    } catch (IOException e) {
      throw StoredObject.unreadable(e);
    }
    if (objects.isEmpty()) {
      throw new DicomStoreException(Kind.GONE, "the study is not stored");
    }
    return objects;
  }

  @Override
  public List<String> series(String instance) throws DicomStoreException {
    String series = seriesOf(instance);
    List<String> ids = new ArrayList<>();
    for (String other : instances(ObjectIds.studyOf(instance))) {
      if (seriesOf(other).equals(series)) {
        ids.add(other);
      }
    }
    return ids;
  }

  private String seriesOf(String instance) throws DicomStoreException {
    return tags(instance).text("SeriesInstanceUID");
  }

  @Override
  public DicomTags tags(String instance) throws DicomStoreException {
    try (StoredObject object = open(instance, LONGEST_TAG)) {
      return TagsJson.of(object.dataSet(), object.hasPixels());
    } catch (RuntimeException e) {
      throw StoredObject.unreadable(e);
    }
  }

  @Override
  public byte[] lutData(String instance, Lut lut, int limit) throws DicomStoreException {
    try (StoredObject object = open(instance, limit)) {
      Attributes item = object.dataSet().getNestedDataset(SEQUENCES.get(lut));
      if (item == null || !item.containsValue(Tag.LUTData)) {
        throw new DicomStoreException(Kind.FAILED, "the image has no such table, or a longer one");
      }
      return StoredBytes.littleEndian(item, Tag.LUTData);
    }
  }

  @Override
  public DecodedFrame frame(String instance, DicomTags tags, int frame, int maxPixels)
      throws DicomStoreException {
    try (StoredObject object = open(instance, LONGEST_PALETTE)) {
      return new FrameReader(object, maxPixels).frame(frame);
    } catch (IOException | RuntimeException e) {
      throw StoredObject.unreadable(e);
    }
  }

  private StoredObject open(String instance, int longest) throws DicomStoreException {
    if (!ObjectIds.isObject(instance)) {
      throw new DicomStoreException(Kind.GONE, "not the id of a stored object");
    }
    return StoredObject.open(folder.file(instance), longest);
  }
}
