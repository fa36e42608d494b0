#!/usr/bin/env python3
"""A participant in a store directory, driven by JSON lines: a request a line on standard
input, an answer a line on standard output.

Written from docs/format.md, to stand for the programs that use the original Python module.
So it also does what the format says that Python does:

- a version is nothing but the clock; a change that comes too late loses in silence
- a name that is taken is followed by the next one, ten times, then the put fails
- a file that could not be loaded is never looked at again
- a loaded change that loses is removed; so is the change that a put replaces
- nothing is flushed to the disk

Usage: participant.py DIRECTORY IDENTIFIER [CLOCK_OFFSET_IN_MICROSECONDS]
"""

import json
import os
import re
import sys
import time

ATTEMPTS = 10

VERSION = re.compile("[0-9]+", re.ASCII)


class Change:
    """One change of one key."""

    def __init__(self, key, deleted, value, version):
        self.key = key
        self.deleted = deleted
        self.value = value
        self.version = version


class Participant:
    """A store in memory, and its directory."""

    def __init__(self, directory, identifier, clock_offset):
        if not os.path.isdir(directory):
            raise ValueError("there is no directory " + directory)
        self.changes_folder = os.path.join(directory, "d")
        self.scratch_folder = os.path.join(directory, "t." + identifier)
        os.makedirs(self.changes_folder, exist_ok=True)
        os.makedirs(self.scratch_folder, exist_ok=True)
        self.clock_offset = clock_offset
        self.known = {}
        self.names = set()
        self.scratch_count = 0
        self.synchronize()

    def synchronize(self):
        for name in os.listdir(self.changes_folder):
            if name in self.names:
                continue
            self.names.add(name)
            change = self.load(name)
            if change is not None:
                self.merge(change)

    def load(self, name):
        if not VERSION.fullmatch(name):
            return None
        try:
            with open(os.path.join(self.changes_folder, name)) as file:
                data = json.load(file)
            key, deleted, value = data["key"], data["bDeleted"], data["value"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if not isinstance(key, str) or not isinstance(deleted, bool):
            return None
        return Change(key, deleted, value, int(name))

    def merge(self, change):
        known = self.known.get(change.key)
        if known is None or known.version < change.version:
            self.known[change.key] = change
            self.remove_file(known)
        else:
            self.remove_file(change)

    def publish(self, key, deleted, value):
        self.scratch_count += 1
        scratch = os.path.join(self.scratch_folder, "%d-%d" % (os.getpid(), self.scratch_count))
        with open(scratch, "w") as file:
            json.dump({"key": key, "bDeleted": deleted, "value": value}, file)
        try:
            version = self.link(scratch)
        finally:
            os.remove(scratch)
        self.names.add(str(version))
        replaced = self.known.get(key)
        self.known[key] = Change(key, deleted, value, version)
        self.remove_file(replaced)
        return version

    def link(self, scratch):
        version = int(time.time() * 1000000) + self.clock_offset
        for attempt in range(ATTEMPTS):
            try:
                os.link(scratch, os.path.join(self.changes_folder, str(version + attempt)))
                return version + attempt
            except FileExistsError:
                pass
        raise ValueError("the names from %d on are taken" % version)

    def remove_file(self, change):
        if change is not None:
            try:
                os.remove(os.path.join(self.changes_folder, str(change.version)))
            except FileNotFoundError:
                pass

    def live(self, key):
        change = self.known.get(key)
        return None if change is None or change.deleted else change

    def keys(self, prefix=""):
        return sorted(key for key in self.known if self.live(key) and key.startswith(prefix))

    def remove(self, key):
        if not self.live(key):
            return False
        self.publish(key, True, None)
        return True


def answer(participant, request):
    operation = request["op"]
    if operation == "put":
        return {"version": participant.publish(request["key"], False, request["value"])}
    if operation == "get":
        change = participant.live(request["key"])
        if change is None:
            return {"found": False}
        return {"found": True, "value": change.value, "version": change.version}
    if operation == "remove":
        return {"removed": participant.remove(request["key"])}
    if operation == "clear":
        return {"removed": sum(participant.remove(key) for key in participant.keys())}
    if operation == "keys":
        return {"keys": participant.keys(request.get("prefix", ""))}
    if operation == "export":
        return {"value": {key: participant.live(key).value for key in participant.keys()}}
    if operation == "sync":
        participant.synchronize()
        return {}
    raise ValueError("unknown operation " + operation)


def main(directory, identifier, clock_offset="0"):
    participant = Participant(directory, identifier, int(clock_offset))
    for line in sys.stdin:
        try:
            result = {"ok": True, **answer(participant, json.loads(line))}
        except (OSError, ValueError, KeyError) as error:
            result = {"ok": False, "error": "%s: %s" % (type(error).__name__, error)}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
