package org.radiologytrust.ingest.dicom.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomTags;
import org.radiologytrust.model.Patient;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * An archive by QIDO-RS and WADO-RS. The objects of a study are spooled and weighed one by one;
 * Orthanc gets them when all have come and none was refused.
 */
final class DicomwebSource implements StudySource {
  /** As they are stored: with Orthanc's GDCM plugin, transcoding crashes it at random. */
  private static final String OBJECTS =
      "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

  private static final String JSON = "application/dicom+json";

  private final ArchiveHttp http;
  private final OrthancCache cache;
  private final ObjectSpool spool;
  private final ArchiveLimits limits;

  DicomwebSource(ArchiveHttp http, OrthancCache cache, ObjectSpool spool, ArchiveLimits limits) {
    this.http = http;
    this.cache = cache;
    this.spool = spool;
    this.limits = limits;
  }

  @Override
  public List<FoundStudy> find(StudyQuery query) throws ArchiveException {
    StringBuilder path = new StringBuilder("/studies?");
    path.append(query.key().keyword())
        .append('=')
        .append(URLEncoder.encode(query.value(), StandardCharsets.UTF_8).replace("+", "%20"));
    if (!query.modality().isEmpty()) {
      path.append("&ModalitiesInStudy=").append(query.modality());
    }
    FoundStudies.ATTRIBUTES.keySet().forEach(tag -> path.append("&includefield=").append(tag));
    path.append("&limit=").append(FoundStudies.MOST + 1);
    return FoundStudies.of(query, search(path.toString()));
  }

  private List<DicomTags> search(String path) throws ArchiveException {
    return http.get(
        path,
        JSON,
        limits.timeout(),
        (type, in) -> {
          try {
            return DicomJson.read(in, FoundStudies.ATTRIBUTES);
          } catch (StreamCorruptedException e) {
            throw new ArchiveException(
                Kind.LATER,
                "it answered the search with something else than DICOM JSON; check"
                    + " rtl.images.archive.url");
          }
        });
  }

  @Override
  public void fetch(FoundStudy study, String accession, Predicate<Patient> isPatient)
      throws ArchiveException, DicomStoreException {
    ExpectedObject expected = new ExpectedObject(study.studyInstanceUid(), accession, isPatient);
    try (ObjectSpool.Objects objects = spool.objects()) {
      http.get(
          "/studies/" + study.studyInstanceUid(),
          OBJECTS,
          limits.studyTime(),
          (type, in) -> spooled(objects, expected, type, in));
      expected.weighAll(study);
      for (Path file : objects.files()) {
        cache.store(file);
      }
    } catch (ArchiveException | DicomStoreException e) {
      throw e;
    } catch (IOException e) {
      throw ObjectSpool.failed();
    }
  }

  private int spooled(
      ObjectSpool.Objects objects, ExpectedObject expected, String type, InputStream in)
      throws IOException {
    String boundary =
        MultipartParts.boundary(type)
            .orElseThrow(
                () ->
                    new ArchiveException(
                        Kind.LATER, "it answered with something else than the study's objects"));
    MultipartParts parts = new MultipartParts(in, boundary);
    long bytes = 0;
    int count = 0;
    while (next(parts)) {
      requireRoom(++count, bytes);
      bytes += copied(parts, objects, limits.studyBytes() - bytes);
      expected.weigh(header(objects.last()));
    }
    return count;
  }

  private static boolean next(MultipartParts parts) throws IOException {
    try {
      return parts.next();
    } catch (StreamCorruptedException e) {
      throw new ArchiveException(Kind.LATER, "its answer is damaged");
    }
  }

  private void requireRoom(int count, long bytes) throws IOException {
    if (count > limits.objects()) {
      throw new ArchiveException(
          Kind.NEVER, "the study has more objects than rtl.images.archive.max-objects allows");
    }
    if (bytes >= limits.studyBytes()) {
      throw tooLarge();
    }
    if (spool.free() < limits.minFree()) {
      throw new ArchiveException(
          Kind.LATER, "the disk of rtl.home has less free space than rtl.home.min-free");
    }
  }

  private static ArchiveException tooLarge() {
    return new ArchiveException(
        Kind.NEVER, "the study has more bytes than rtl.images.archive.max-study allows");
  }

  private long copied(MultipartParts parts, ObjectSpool.Objects objects, long left)
      throws IOException {
    try (OutputStream out = objects.create()) {
      return parts.copy(out, Math.min(left, limits.objectBytes()));
    } catch (MultipartParts.TooLong e) {
      throw left < limits.objectBytes() ? tooLarge() : e;
    }
  }

  private static DicomTags header(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ObjectHeader.read(in);
    } catch (IOException e) {
      throw new ArchiveException(Kind.LATER, "it gave an object that is no DICOM file, or damaged");
    }
  }

  @Override
  public void check() throws ArchiveException {
    search("/studies?StudyInstanceUID=" + NO_STUDY + "&limit=1");
  }
}
