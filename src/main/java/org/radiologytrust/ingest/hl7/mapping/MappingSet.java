package org.radiologytrust.ingest.hl7.mapping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.message.Segment;

/**
 * The mappings of all facilities, as their files were at one moment. A message is read by one of
 * them. Immutable.
 *
 * @param standard the mapping of facilities without a file of their own
 */
public record MappingSet(List<SiteMapping> own, SiteMapping standard) {
  private static final String FOLDER = "sites";
  private static final String DEFAULT = FOLDER + "/default.yaml";

  public MappingSet {
    own = List.copyOf(own);
  }

  /**
   * Reads all files.
   *
   * @throws IllegalArgumentException naming file and line, if one is not valid, or two are for the
   *     same messages
   */
  public static MappingSet load(SiteFiles files, MappingReader reader) {
    List<String> names = new ArrayList<>(files.own(FOLDER));
    boolean shipped = !names.remove(DEFAULT);
    SiteMapping standard = reader.read(DEFAULT, files.text(DEFAULT), shipped, null);
    List<SiteMapping> own = new ArrayList<>();
    for (String name : names) {
      if (!name.endsWith(".yaml")) {
        throw new IllegalArgumentException(name + ": a mapping has a name that ends in .yaml");
      }
      own.add(reader.read(name, files.text(name), false, standard));
    }
    refuseTwo(own);
    return new MappingSet(own, standard);
  }

  private static void refuseTwo(List<SiteMapping> all) {
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        SiteMapping.Sender one = all.get(i).sender();
        SiteMapping.Sender other = all.get(j).sender();
        for (String facility : one.facilities()) {
          if (other.facilities().contains(facility)
              && (one.applications().isEmpty()
                  || other.applications().isEmpty()
                  || !Collections.disjoint(one.applications(), other.applications()))) {
            throw new IllegalArgumentException(
                all.get(i).source().name()
                    + ": facility "
                    + facility
                    + " is also in "
                    + all.get(j).source().name()
                    + "; remove it from one, or tell them apart by applications (MSH-3)");
          }
        }
      }
    }
  }

  /**
   * The files by which any order may be radiology; that for all other facilities only if there are
   * none of their own.
   */
  public List<String> withoutFilter() {
    return (own.isEmpty() ? List.of(standard) : own)
        .stream()
            .filter(m -> m.radiology().stream().noneMatch(SiteMapping.Filter::wanted))
            .map(m -> m.source().name())
            .toList();
  }

  /** The names and versions of the files. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of(standard), own.stream())
        .map(mapping -> mapping.source().toString())
        .collect(Collectors.joining(", "));
  }

  /** The mapping of a message. */
  public SiteMapping of(Segment msh) {
    return own.stream().filter(m -> m.sender().matches(msh)).findFirst().orElse(standard);
  }
}
