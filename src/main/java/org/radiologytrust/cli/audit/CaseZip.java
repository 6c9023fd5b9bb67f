package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.radiologytrust.cases.CaseFinder;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cli.base.CommandFailure;

/**
 * Unpacks a ZIP of cases. Sizes in the ZIP's directory are not trusted: unpacked bytes are counted.
 * Only files and folders below the target are created, never links: a link in the ZIP becomes a
 * small text file.
 */
final class CaseZip {
  /** Folder of metadata that macOS adds to a ZIP. */
  private static final String MAC = "__MACOSX/";

  /**
   * Limits of a ZIP.
   *
   * @param entries highest number of files and folders
   * @param file highest number of bytes of one file
   * @param total highest number of bytes of all files
   * @param ratio highest ratio of unpacked to packed bytes, beyond {@link #free}
   * @param free unpacked bytes that any ZIP may have
   */
  record Limits(int entries, long file, long total, int ratio, long free) {
    static final Limits DEFAULT = new Limits(100_000, 512L << 20, 16L << 30, 50, 64L << 20);
  }

  private final Path zip;
  private final Limits limits;
  private long left;

  private CaseZip(Path zip, Limits limits) throws IOException {
    this.zip = zip;
    this.limits = limits;
    this.left = Math.min(limits.total, limits.free + limits.ratio * Files.size(zip));
  }

  /**
   * Unpacks the whole ZIP.
   *
   * @param target a new folder
   * @return the folder that holds the cases: the target, or the only folder in it
   * @throws CommandFailure when the ZIP is damaged or exceeds a limit
   */
  static Path unpack(Path zip, Path target, Limits limits) throws IOException {
    Files.createDirectories(target);
    try (ZipFile file = new ZipFile(zip.toFile())) {
      new CaseZip(zip, limits).unpack(file, target);
    } catch (IOException | IllegalArgumentException e) {
      // the exception may quote the name of a file in the ZIP
      throw new CommandFailure(
          zip
              + (hasOtherNames(zip)
                  ? " has file names that are not UTF-8: rename the files, or give the folder"
                  : " cannot be unpacked: it is damaged, encrypted, or no ZIP: create it again"));
    }
    return cases(target);
  }

  /** Whether it is a ZIP, but not with names in UTF-8. Old programs write those of their system. */
  private static boolean hasOtherNames(Path zip) {
    try (ZipFile utf8 = new ZipFile(zip.toFile())) {
      return false;
    } catch (IOException | IllegalArgumentException e) {
      try (ZipFile bytes = new ZipFile(zip.toFile(), StandardCharsets.ISO_8859_1)) {
        return bytes.size() > 0;
      } catch (IOException | IllegalArgumentException damaged) {
        return false;
      }
    }
  }

  /** Some programs put the folder itself into the ZIP. */
  private static Path cases(Path target) throws IOException {
    if (CaseFinder.holdsCases(target)) {
      return target;
    }
    try {
      List<Path> folders = CaseFolders.list(target);
      Path first = folders.get(0);
      return folders.size() == 1 && CaseFinder.holdsCases(first) ? first : target;
    } catch (IllegalArgumentException e) {
      return target; // it has no cases; the caller reports that
    }
  }

  private void unpack(ZipFile file, Path target) throws IOException {
    if (file.size() > limits.entries) {
      throw refused("has more than " + limits.entries + " entries: split it");
    }
    int number = 0;
    Enumeration<? extends ZipEntry> entries = file.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      number++;
      String name = entry.getName().replace('\\', '/');
      if (name.startsWith(MAC)) {
        continue;
      }
      Path path = inside(target, name, number);
      if (name.endsWith("/")) {
        Files.createDirectories(path);
      } else {
        Files.createDirectories(path.getParent());
        try {
          copy(file, entry, path, number);
        } catch (FileAlreadyExistsException e) {
          throw refused("has two files of the same name (entry " + number + "): rename one");
        }
      }
    }
  }

  private Path inside(Path target, String name, int number) {
    Path path;
    try {
      path = target.resolve(name).normalize();
    } catch (InvalidPathException e) {
      path = null;
    }
    boolean climbs = List.of(name.split("/")).contains("..");
    if (path == null
        || climbs
        || !path.startsWith(target)
        || (path.equals(target) && !name.endsWith("/"))) {
      throw refused("would write outside its folder (entry " + number + "): do not use it");
    }
    return path;
  }

  private void copy(ZipFile file, ZipEntry entry, Path path, int number) throws IOException {
    CRC32 sum = new CRC32();
    long size = 0;
    try (InputStream in = file.getInputStream(entry);
        OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        left -= n;
        if (size > limits.file) {
          throw refused(
              "has a file of more than "
                  + limits.file
                  + " bytes (entry "
                  + number
                  + "): leave it out");
        }
        if (left < 0) {
          throw refused("unpacks to too many bytes for its size: split it, or give the folder");
        }
        sum.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
      throw new IOException("check sum");
    }
  }

  private CommandFailure refused(String why) {
    return new CommandFailure(zip + " " + why);
  }
}
