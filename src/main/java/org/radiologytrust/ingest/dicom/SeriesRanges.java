package org.radiologytrust.ingest.dicom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.recipe.ValueRange;

/**
 * The lowest and the highest value of all images of a series. Decoding them takes much longer than
 * anything else here, so the ranges of the series that were asked for last are kept.
 */
final class SeriesRanges {
  private static final int MOST = 64;

  private final DicomStore store;
  private final DicomFrames frames;
  private final Map<List<String>, ValueRange> known = new LinkedHashMap<>(16, 0.75f, true);

  SeriesRanges(DicomStore store, DicomFrames frames) {
    this.store = store;
    this.frames = frames;
  }

  /**
   * The range of an instance's series as it is now. Objects without pixels, and those that cannot
   * be decoded, do not count.
   *
   * @param instance the store's id
   */
  ValueRange of(String instance) throws DicomStoreException {
    List<String> ids = store.series(instance).stream().sorted().toList();
    synchronized (known) {
      ValueRange range = known.get(ids);
      if (range != null) {
        return range;
      }
    }
    ValueRange range = ValueRange.NONE;
    for (String id : ids) {
      range = range.with(ofInstance(id));
    }
    synchronized (known) {
      known.put(ids, range);
      known.keySet().removeIf(oldest -> known.size() > MOST);
    }
    return range;
  }

  private ValueRange ofInstance(String id) throws DicomStoreException {
    ValueRange range = ValueRange.NONE;
    try {
      DicomTags tags = store.tags(id);
      for (int frame = 0; frame < DicomFrames.frames(tags); frame++) {
        DicomFrames.Frame read = frames.read(id, tags, frame);
        if (!read.pixels().colour()) {
          range = range.with(read.values().range(read.pixels()));
        }
      }
    } catch (DicomStoreException e) {
      if (e.kind() != Kind.FAILED && e.kind() != Kind.GONE) {
        throw e;
      }
    }
    return range;
  }
}
