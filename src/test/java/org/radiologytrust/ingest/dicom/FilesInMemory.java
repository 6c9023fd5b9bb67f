package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/** Files in memory, each under an id of its own. */
final class FilesInMemory implements StoreUnderTest, DicomStore {
  private final Map<String, DicomFile> files = new HashMap<>();
  private int received;

  @Override
  public DicomStore store() {
    return this;
  }

  @Override
  public String receive(byte[] file) throws IOException {
    String id = "" + received++;
    files.put(id, new DicomFile(file));
    return id;
  }

  @Override
  public String studyOf(String instance) {
    return instance;
  }

  @Override
  public void delete(String instance) {
    files.remove(instance);
  }

  @Override
  public void close() {
    files.clear();
  }

  private DicomFile file(String id) throws DicomStoreException {
    DicomFile file = files.get(id);
    if (file == null) {
      throw new DicomStoreException(Kind.GONE, "there is no such file");
    }
    return file;
  }

  @Override
  public boolean stable(String study) throws DicomStoreException {
    return file(study).stable(study);
  }

  @Override
  public List<String> instances(String study) throws DicomStoreException {
    return alike(study, "StudyInstanceUID");
  }

  @Override
  public List<String> series(String instance) throws DicomStoreException {
    return alike(instance, "SeriesInstanceUID");
  }

  private List<String> alike(String id, String keyword) throws DicomStoreException {
    String uid = tags(id).text(keyword);
    List<String> ids = new ArrayList<>();
    for (String other : files.keySet()) {
      if (tags(other).text(keyword).equals(uid)) {
        ids.add(other);
      }
    }
    return ids;
  }

  @Override
  public DicomTags tags(String instance) throws DicomStoreException {
    return file(instance).tags(instance);
  }

  @Override
  public byte[] lutData(String instance, Lut lut, int limit) throws DicomStoreException {
    return file(instance).lutData(instance, lut, limit);
  }

  @Override
  public DecodedFrame frame(String instance, DicomTags tags, int frame, int maxPixels)
      throws DicomStoreException {
    return file(instance).frame(instance, tags, frame, maxPixels);
  }
}
