"""The window around the pages: menus, dialogs, what the system asks of an app."""
