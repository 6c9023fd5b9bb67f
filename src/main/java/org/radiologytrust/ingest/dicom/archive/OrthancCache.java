package org.radiologytrust.ingest.dicom.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.DicomTags;
import org.radiologytrust.ingest.dicom.OrthancClient;

/** Our Orthanc as the place for fetched studies. It holds studies that were sent to us as well. */
final class OrthancCache {
  /** Longest answer that is read; the list of the instances of a study takes 600 bytes each. */
  private static final int MAX_JSON = 32 << 20;

  private static final int MAX_WORD = 1024;

  private final OrthancClient client;
  private final String origin;

  /**
   * @param origin how Orthanc says that an object came, if it was fetched: RestApi or DicomProtocol
   */
  OrthancCache(OrthancClient client, String origin) {
    this.client = client;
    this.origin = origin;
  }

  /** What Orthanc has of a study. */
  record Size(long bytes, int instances) {}

  /** Stores an object. One that Orthanc has stays as it is. */
  void store(Path file) throws IOException {
    client.http().post("/instances", file, "storing an object", MAX_JSON);
  }

  /** Orthanc's studies with this Study Instance UID: several if it is used for several patients. */
  private List<String> studies(String uid) throws DicomStoreException {
    Map<String, Object> query =
        Map.of("Level", "Study", "Expand", true, "Query", Map.of("StudyInstanceUID", uid));
    List<String> studies = new ArrayList<>();
    for (JsonNode study : client.http().post("/tools/find", query, "a study", MAX_JSON)) {
      if (study.path("MainDicomTags").path("StudyInstanceUID").asText().equals(uid)) {
        studies.add(study.path("ID").asText());
      }
    }
    return studies;
  }

  Size size(String uid) throws DicomStoreException {
    long bytes = 0;
    int instances = 0;
    for (String study : studies(uid)) {
      JsonNode size =
          client.http().json("/studies/" + study + "/statistics", "the size of a study", MAX_JSON);
      bytes += size.path("DiskSize").asLong();
      instances += size.path("CountInstances").asInt();
    }
    return new Size(bytes, instances);
  }

  /** The ids of all objects with this Study Instance UID. */
  List<String> instances(String uid) throws DicomStoreException {
    List<String> all = new ArrayList<>();
    for (String study : studies(uid)) {
      all.addAll(client.instances(study));
    }
    return all;
  }

  DicomTags tags(String instance) throws DicomStoreException {
    return client.tags(instance);
  }

  /**
   * Deletes the objects of a study that were fetched; what was sent to us stays.
   *
   * @return how many objects stay
   */
  int deleteFetched(String uid) throws DicomStoreException {
    int left = 0;
    for (String study : studies(uid)) {
      List<String> all = client.instances(study);
      List<String> fetched = new ArrayList<>();
      for (String instance : all) {
        if (isFetched(instance)) {
          fetched.add(instance);
        }
      }
      left += all.size() - fetched.size();
      if (fetched.size() == all.size()) {
        delete("/studies/" + study);
      } else {
        for (String instance : fetched) {
          delete("/instances/" + instance);
        }
      }
    }
    return left;
  }

  /** Whether all objects of a study were fetched. */
  boolean isFetchedWhole(String uid) throws DicomStoreException {
    for (String instance : instances(uid)) {
      if (!isFetched(instance)) {
        return false;
      }
    }
    return true;
  }

  private boolean isFetched(String instance) throws DicomStoreException {
    byte[] said =
        client
            .http()
            .get("/instances/" + instance + "/metadata/Origin", "*/*", "how it came", MAX_WORD);
    return new String(said, StandardCharsets.US_ASCII).strip().equals(origin);
  }

  private void delete(String path) throws DicomStoreException {
    try {
      client.http().delete(path, "deleting fetched objects");
    } catch (DicomStoreException e) {
      if (e.kind() != Kind.GONE) {
        throw e;
      }
    }
  }
}
