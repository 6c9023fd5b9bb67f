package org.radiologytrust.ingest.dicom.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomTags;
import org.radiologytrust.ingest.dicom.OrthancHttp;
import org.radiologytrust.model.Patient;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * An archive by C-FIND and C-MOVE, which our Orthanc sends. Orthanc receives the objects first;
 * each is weighed then, and none of them is used before all are.
 */
final class MoveSource implements StudySource {
  private static final int MAX_JSON = 32 << 20;

  /** How often a C-MOVE is looked after. */
  private static final long LOOK_MILLIS = 200;

  private final OrthancHttp orthanc;
  private final String modality;
  private final OrthancCache cache;
  private final ArchiveLimits limits;

  /**
   * @param modality the archive's name in Orthanc's DicomModalities
   */
  MoveSource(OrthancHttp orthanc, String modality, OrthancCache cache, ArchiveLimits limits) {
    this.orthanc = orthanc;
    this.modality = "/modalities/" + modality;
    this.cache = cache;
    this.limits = limits;
  }

  /** A search whose answers Orthanc keeps. */
  private record Search(String path, List<DicomTags> answers) {}

  @Override
  public List<FoundStudy> find(StudyQuery query) throws ArchiveException {
    Search search = search(query);
    forget(search);
    return FoundStudies.of(query, search.answers);
  }

  private Search search(StudyQuery query) throws ArchiveException {
    Map<String, String> keys = new LinkedHashMap<>();
    FoundStudies.ATTRIBUTES.values().forEach(keyword -> keys.put(keyword, ""));
    keys.put(query.key().keyword(), query.value());
    if (!query.modality().isEmpty()) {
      keys.put("ModalitiesInStudy", query.modality());
    }
    try {
      String id =
          orthanc
              .post(
                  modality + "/query",
                  Map.of("Level", "Study", "Query", keys, "Normalize", false),
                  "C-FIND",
                  MAX_JSON)
              .path("ID")
              .asText();
      String path = "/queries/" + id;
      List<DicomTags> answers = new ArrayList<>();
      for (JsonNode answer :
          orthanc.json(path + "/answers?expand&simplify", "the answers of C-FIND", MAX_JSON)) {
        answers.add(new DicomTags(texts(answer)));
      }
      return new Search(path, answers);
    } catch (DicomStoreException e) {
      throw failed(e);
    }
  }

  /** Without what Orthanc says of absent values. */
  private static JsonNode texts(JsonNode answer) {
    ObjectNode texts = answer.deepCopy();
    texts.properties().removeIf(tag -> !tag.getValue().isTextual());
    return texts;
  }

  /** Orthanc forgets old searches by itself. */
  private void forget(Search search) {
    try {
      orthanc.delete(search.path, "a search");
    } catch (DicomStoreException e) {
      // it keeps a hundred
    }
  }

  private ArchiveException failed(DicomStoreException e) {
    return switch (e.kind()) {
      case UNREACHABLE, UNAUTHORIZED -> new ArchiveException(Kind.AWAY, e.getMessage());
      case GONE ->
          new ArchiveException(
              Kind.MEND,
              "our Orthanc does not know it; correct rtl.images.archive.modality, or add it to"
                  + " DicomModalities");
      case FAILED ->
          new ArchiveException(
              Kind.AWAY, "it does not answer C-ECHO, C-FIND or C-MOVE; see Orthanc's log");
    };
  }

  @Override
  public void fetch(FoundStudy study, String accession, Predicate<Patient> isPatient)
      throws ArchiveException, DicomStoreException {
    String uid = study.studyInstanceUid();
    move(study);
    ExpectedObject expected = new ExpectedObject(uid, accession, isPatient);
    for (String object : cache.instances(uid)) {
      expected.weigh(cache.tags(object));
    }
    expected.weighAll(study);
  }

  private void move(FoundStudy study) throws ArchiveException, DicomStoreException {
    StudyQuery query =
        StudyQuery.study(study.studyInstanceUid())
            .orElseThrow(() -> new ArchiveException(Kind.NEVER, "the study has no valid UID"));
    Search search = search(query);
    try {
      for (int i = 0; i < search.answers.size(); i++) {
        if (search.answers.get(i).text("StudyInstanceUID").equals(query.value())) {
          await(started(search.path + "/answers/" + i + "/retrieve"), query.value());
          return;
        }
      }
      throw new ArchiveException(Kind.LATER, "it does not have the study any more");
    } finally {
      forget(search);
    }
  }

  private String started(String path) throws ArchiveException, DicomStoreException {
    String aet = orthanc.json("/system", "its AE title", MAX_JSON).path("DicomAet").asText();
    try {
      return "/jobs/"
          + orthanc
              .post(path, Map.of("TargetAet", aet, "Synchronous", false), "C-MOVE", MAX_JSON)
              .path("ID")
              .asText();
    } catch (DicomStoreException e) {
      throw failed(e);
    }
  }

  /** Waits for the end of a C-MOVE, and cancels it where a limit is reached. */
  private void await(String job, String uid) throws ArchiveException, DicomStoreException {
    long end = System.nanoTime() + limits.studyTime().toNanos();
    boolean ended = false;
    try {
      while (!ended) {
        switch (orthanc.json(job, "a C-MOVE", MAX_JSON).path("State").asText()) {
          case "Success" -> ended = true;
          case "Failure" -> {
            ended = true;
            throw new ArchiveException(Kind.LATER, "it did not complete C-MOVE; see Orthanc's log");
          }
          default -> {
            requireLimits(uid, end);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException(Kind.STOPPED, "the product was stopped");
    } finally {
      if (!ended) {
        cancel(job);
      }
    }
    requireLimits(uid, Long.MAX_VALUE);
  }

  private void requireLimits(String uid, long end) throws ArchiveException, DicomStoreException {
    if (end != Long.MAX_VALUE && System.nanoTime() - end > 0) {
      throw new ArchiveException(
          Kind.LATER, "it did not give the study within rtl.images.archive.study-time");
    }
    OrthancCache.Size size = cache.size(uid);
    if (size.instances() > limits.objects()) {
      throw new ArchiveException(
          Kind.NEVER, "the study has more objects than rtl.images.archive.max-objects allows");
    }
    if (size.bytes() > limits.studyBytes()) {
      throw new ArchiveException(
          Kind.NEVER, "the study has more bytes than rtl.images.archive.max-study allows");
    }
  }

  private void cancel(String job) {
    try {
      orthanc.post(job + "/cancel", Map.of(), "the end of a C-MOVE", MAX_JSON);
    } catch (DicomStoreException e) {
      // its objects are deleted all the same
    }
  }

  @Override
  public void check() throws ArchiveException {
    try {
      orthanc.post(modality + "/echo", Map.of(), "C-ECHO", MAX_JSON);
    } catch (DicomStoreException e) {
      throw failed(e);
    }
  }
}
