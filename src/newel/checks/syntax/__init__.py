"""The small languages inside the States Language: paths, intrinsic functions, JSONata, timestamps."""
