package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Turns the system's refusal to open, read or write a file into the library's own error. */
final class FileTrouble {
  private FileTrouble() {}

  /**
   * The error of {@code cause}.
   *
   * @param offset how far the file was read or written, in bytes
   * @param expected what should have been possible there
   */
  static NetmapException of(String file, long offset, String expected, IOException cause) {
    String found =
        switch (cause) {
          case NoSuchFileException _ -> "no such file";
          case FileAlreadyExistsException _ -> "one that is there already";
          case AccessDeniedException _ -> "permission denied";
          default -> cause.toString();
        };
    return new NetmapException(new BadFile(file, offset, expected, found), cause);
  }
}
